import type { EndpointCall } from "./endpoint-call.ts";

/** Sending mail. */
export const mailCalls: readonly EndpointCall[] = [
  {
    route: "POST /v1.0/users/:id/sendMail",
    request: ({ id }) => ({
      path: `/v1.0/users/${id("notices")}/sendMail`,
      body: {
        message: {
          subject: "Notice",
          body: { contentType: "Text", content: "…" },
          toRecipients: [{ emailAddress: { address: "maria.keller@kestrel.example" } }],
        },
      },
    }),
    status: 202,
  },
  {
    route: "POST /v1.0/users/:id/sendMail",
    request: ({ id }) => ({
      path: `/v1.0/users/${id("george")}/sendMail`,
      body: { message: { subject: "Notice", body: { contentType: "Text", content: "…" } } },
    }),
    status: 404,
  },
  {
    route: "GET /v1.0/users/:id/mailFolders/sentitems/messages",
    request: ({ id }) => ({ path: `/v1.0/users/${id("notices")}/mailFolders/sentitems/messages` }),
  },
];
