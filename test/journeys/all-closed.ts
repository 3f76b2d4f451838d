import type { Running } from "./a-stack.ts";

/** Waits for these people's cases to end. When nothing moves any more, lets the time pass that locks, leases and the sweep need. */
export async function allClosed(
  { scene }: Pick<Running, "scene">,
  people: readonly string[],
  seconds = 45,
): Promise<void> {
  await scene.untilSeen(
    `cases of ${people.join(", ")} to close`,
    async () => (await scene.newestCases(people)).every((one) => one?.status === "done"),
    seconds,
  );
}
