import { styleText } from "node:util";
import type { CaseSettings } from "../../shared/domain/case-settings.ts";
import type { Policy } from "../../shared/domain/policy.ts";
import type { LayeredSettings } from "../../shared/domain/policy-layers.ts";

/** One line for each setting: its name, its value, and who said so. What differs from the usual stands out. */
export function settingLines(
  { settings, from }: LayeredSettings,
  usual: CaseSettings,
  policy: Policy,
): readonly string[] {
  const values = flat(settings);
  const usualValues = new Map(flat(usual));
  const width = Math.max(...values.map(([name]) => name.length));
  return values.map(([name, value]) => {
    const line = `${name.padEnd(width)}  ${value}`;
    const shown = usualValues.get(name) === value ? line : styleText("bold", line);
    return `${shown}  ${styleText("dim", sayer(from.get(name), policy))}`;
  });
}

function sayer(path: readonly (string | number)[] | undefined, { rules }: Policy): string {
  if (path === undefined) return "usual";
  const [layer, place] = path;
  return layer === "rules" && typeof place === "number" ? `rule ${place + 1}: ${rules[place]?.because}` : "defaults";
}

function flat(settings: object, above = ""): readonly (readonly [string, string])[] {
  return Object.entries(settings).flatMap(([name, value]) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? flat(value, `${above}${name}.`)
      : [[`${above}${name}`, Array.isArray(value) ? value.join(", ") || "none" : String(value)] as const],
  );
}
