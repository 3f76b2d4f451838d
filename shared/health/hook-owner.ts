import { hooksOfKey, ownerOfKey } from "../adapters/hris/bamboohr-hooks.ts";
import { type Finding, failed, ok, warning } from "./check.ts";

/**
 * Whose account the hook of a BambooHR source hangs on: it stops when that person leaves, and Leaver would silence its own
 * intake (intake-and-messaging 3.1).
 */
export async function hookOwner(
  source: string,
  { baseUrl, key }: { readonly baseUrl: string; readonly key: string },
): Promise<Finding> {
  const prefix = `HR_${source.toUpperCase().replaceAll("-", "_")}`;
  const todo = `Make the hook again with the key of an account that no employee owns, then change ${prefix}_LOOKUP_KEY and ${prefix}_SECRET`;
  const ours = (await hooksOfKey(baseUrl, key)).filter((url) => url.endsWith(`/api/hris/${source}`));
  if (ours.length === 0) {
    return warning(
      `the user of the lookup key has made no hook to /api/hris/${source}: whose it is cannot be seen`,
      `A hook that was made in BambooHR's settings stays; one that was made through the API stops when its owner leaves. ${todo}`,
    );
  }
  const owner = await ownerOfKey(baseUrl, key);
  if (owner === undefined) return ok("the hook belongs to the user of the lookup key, who is no employee");
  const who = `the hook belongs to employee ${owner.employeeId}`;
  if (!owner.active) return failed(`${who}, who has left: no notice comes any more`, todo);
  if (owner.endsOn !== undefined)
    return warning(`${who}, whose employment ends on ${owner.endsOn}: the hook ends with it`, todo);
  return ok(`${who}, who has no recorded end`);
}
