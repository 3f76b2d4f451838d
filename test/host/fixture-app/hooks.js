import { appendFileSync } from "node:fs";
import { app } from "@azure/functions";

app.http("hooked", { methods: ["GET"], handler: (_, context) => seen(context, "handler") });

app.http("replaced", { methods: ["GET"], handler: () => ({ body: "never seen" }) });

app.http("mended", {
  methods: ["GET"],
  handler: () => {
    throw new Error("a hook mends this");
  },
});

function seen(context, what) {
  context.log(`${what} of ${context.functionName} and secret`);
  return { body: what };
}

app.hook.appStart(() => {
  console.log("appStart ran");
});

app.hook.appTerminate(() => {
  appendFileSync(process.env.FIXTURE_RECORD, `${JSON.stringify({ terminated: true })}\n`);
});

app.hook.preInvocation((hook) => {
  const { functionName } = hook.invocationContext;
  if (functionName === "hooked") hook.hookData.trail = ["pre"];
  if (functionName === "replaced") hook.functionHandler = () => ({ body: "from the hook" });
});

app.hook.postInvocation((hook) => {
  const { functionName } = hook.invocationContext;
  if (functionName === "hooked") hook.result = { jsonBody: [...hook.hookData.trail, hook.result.body, "post"] };
  if (functionName === "mended") {
    hook.error = null;
    hook.result = { status: 418 };
  }
});

app.hook.log((hook) => {
  hook.message = hook.message.replaceAll("secret", "[removed]");
});
