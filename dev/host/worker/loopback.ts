import { Server } from "node:net";

/**
 * Lets servers that `work` starts listen on 127.0.0.1. The library opens its port for HTTP streaming on all interfaces, as
 * it does in Azure, where nobody else reaches it; on a developer's machine the whole network would.
 */
export async function onLoopbackOnly<Result>(work: () => Promise<Result>): Promise<Result> {
  const { listen } = Server.prototype;
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    const [first] = args;
    const given = typeof first === "function" ? [0, "127.0.0.1", first] : args;
    return Reflect.apply(listen, this, given);
  };
  try {
    return await work();
  } finally {
    Server.prototype.listen = listen;
  }
}
