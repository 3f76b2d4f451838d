import { z } from "zod";
import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import { problemSchema, type Route, routes } from "../../functions/ops/routes.ts";

const parameters = { caseId: z.string().meta({ description: "Id of the case" }) };

/** The operator's API as an OpenAPI 3.1 document, made from the rows that the functions are registered from. */
export function openApiDocument() {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of Object.values(routes) as Route[]) {
    const path = `/${route.route}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return createDocument({
    openapi: "3.1.1",
    info: {
      title: "Leaver: the operator's API",
      version: "1.0.0",
      description: "Cases, their steps and their evidence. Errors are problem details (RFC 9457).",
    },
    servers: [{ url: "/api" }],
    security: [{ functionKey: [] }],
    components: { securitySchemes: { functionKey: { type: "apiKey", in: "header", name: "x-functions-key" } } },
    paths,
  });
}

function operationOf(route: Route) {
  const path = Object.fromEntries(
    [...route.route.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, parameters[name as keyof typeof parameters]]),
  );
  const problems = Object.entries(route.problems).map(([status, description]) => [
    status,
    { description, ...(status !== "401" && { content: { "application/problem+json": { schema: problemSchema } } }) },
  ]);
  const answer = { content: { "application/json": { schema: route.answer.schema } } };
  const others = Object.entries(route.answersAlso ?? {}).map(([status, description]) => [
    status,
    { description, ...answer },
  ]);
  return {
    operationId: route.name,
    summary: route.summary,
    requestParams: {
      ...(Object.keys(path).length > 0 && { path: z.object(path) }),
      ...(route.query && { query: route.query }),
    },
    ...(route.body && { requestBody: { required: true, content: { "application/json": { schema: route.body } } } }),
    responses: {
      [route.answer.status]: { description: route.answer.text, ...answer },
      ...Object.fromEntries(others),
      ...Object.fromEntries(problems),
    },
  };
}
