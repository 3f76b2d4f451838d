import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Looks whether these ports of 127.0.0.1 are free, before anything is started or written.
 *
 * @param ports by what they are for
 * @throws naming every port that is taken, and what to do
 */
export async function refuseTakenPorts(ports: Readonly<Record<string, number>>): Promise<void> {
  const taken: string[] = [];
  for (const [what, port] of Object.entries(ports)) {
    if (!(await isFree(port))) taken.push(`${port} (${what})`);
  }
  if (taken.length === 0) return;
  const which = `${taken.length === 1 ? "port" : "ports"} ${taken.join(", ")}`;
  throw new Error(
    `another program has taken ${which}. If it is a stack that runs already, use that one or stop it with Ctrl+C; else end the other program.`,
  );
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
