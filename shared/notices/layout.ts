import { Liquid, LiquidError, type Template } from "liquidjs";
import { WordingError } from "./message.ts";
import type { Block } from "./wording.ts";

/** What a layout can show. */
export interface Letter {
  /** For the `lang` attribute. */
  readonly language: string;
  readonly subject: string;
  /** Said first, when the notice comes late. */
  readonly late: string | null;
  readonly blocks: readonly Block[];
  /** Said last: who sent this, and how a repetition is known. */
  readonly footer: readonly string[];
}

/** Writes a letter as the whole body of a mail. */
export type Layout = (letter: Letter) => string;

/** What no template needs: a template that comes from outside can neither read files nor run for long. */
const limits = { parseLimit: 65_536, renderLimit: 2_000, memoryLimit: 1_000_000, templates: {} };

/** Every value is escaped, whatever the template says. */
const htmlEngine = engine({ outputEscape: "escape" });
const textEngine = engine({});

/**
 * Compiles a layout in Liquid.
 *
 * @throws {WordingError} with the line
 */
export function parseLayout(source: string, kind: "html" | "text"): Layout {
  const liquid = kind === "html" ? htmlEngine : textEngine;
  const templates: Template[] = inWords(() => liquid.parse(source));
  return (letter) => {
    const body: unknown = inWords(() => liquid.renderSync(templates, letter));
    return kind === "html"
      ? String(body)
      : String(body)
          .replace(/\n{3,}/g, "\n\n")
          .trim()
          .concat("\n");
  };
}

/** As the HTML engine writes it. */
export function escaped(text: string): string {
  return String(htmlEngine.parseAndRenderSync("{{ text }}", { text }));
}

function engine(options: { readonly outputEscape?: "escape" }): Liquid {
  const liquid = new Liquid({ ...limits, ...options, strictVariables: true, strictFilters: true, lenientIf: true });
  for (const tag of ["include", "render", "layout", "block"]) delete liquid.tags[tag];
  // The usual one switches escaping off.
  liquid.registerFilter("raw", (value: unknown) => value);
  return liquid;
}

function inWords<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof LiquidError)) throw error;
    const because = error.message.replace(/,\s*line:\d+, col:\d+$/, "");
    throw new WordingError(error.token.getPosition()[0] ?? 1, because);
  }
}
