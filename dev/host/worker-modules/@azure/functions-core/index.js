// The worker leaves its API here before it loads the app. Without it, throw: @azure/functions then takes itself to be
// in a unit test, as it does when this package is absent.
const core = globalThis[Symbol.for("azure.functions-core")];
if (core === undefined) throw new Error("@azure/functions-core exists only inside a functions worker");

module.exports = core;
