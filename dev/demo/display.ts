import { stripVTControlCharacters, styleText } from "node:util";

const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** What the demo prints: lines that stay, and below them one line that shows that it is still at work. */
export class Display {
  readonly #startedAt = performance.now();
  readonly #live = process.stdout.isTTY === true;
  readonly #quiet: boolean;
  #status = "";
  #frame = 0;
  #timer: NodeJS.Timeout | undefined;

  readonly #reading: () => string;

  /**
   * @param quiet prints nothing at all: for machine-readable output
   * @param reading stands at the end of the line that shows what is being waited for
   */
  constructor(quiet: boolean, reading: () => string = () => "") {
    this.#quiet = quiet;
    this.#reading = reading;
    if (this.#live && !quiet) this.#timer = setInterval(() => this.#draw(), 100);
  }

  /** A line that stays, with the seconds since the start before it. */
  line(text: string): void {
    if (this.#quiet) return;
    this.#erase();
    process.stdout.write(`${styleText("dim", this.seconds().padStart(6))}  ${text}\n`);
    this.#draw();
  }

  /** Text that stays as it is. */
  block(text: string): void {
    if (this.#quiet) return;
    this.#erase();
    process.stdout.write(`${text}\n`);
  }

  /** What is being waited for; shown until the next call on a terminal, printed once elsewhere. */
  waitFor(status: string): void {
    if (!this.#live && status !== "" && status !== this.#status) this.line(styleText("dim", `… ${status}`));
    this.#status = status;
  }

  seconds(): string {
    return ((performance.now() - this.#startedAt) / 1_000).toFixed(2);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#erase();
  }

  #draw(): void {
    if (!this.#live || this.#quiet || this.#status === "") return;
    this.#frame += 1;
    const wheel = spinner[this.#frame % spinner.length] ?? "";
    process.stdout.write(
      `\r\u001b[K${styleText("dim", this.seconds().padStart(6))}  ${styleText("cyan", wheel)} ${this.#status}  ${this.#reading()}`,
    );
  }

  #erase(): void {
    if (this.#live && !this.#quiet) process.stdout.write("\r\u001b[K");
  }
}

/** An outcome or status in its colour. */
export function coloured(word: string): string {
  if (word === "done" || word === "refused" || word === "cancelled") return styleText("green", word);
  if (word === "parked" || word === "waiting" || word === "proposed") return styleText("yellow", word);
  return styleText("dim", word);
}

/** Rows as a table with a heading; columns as wide as their widest cell, colours not counted. */
export function tableOf(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const plain = stripVTControlCharacters;
  const widths = heading.map((_, column) =>
    Math.max(...[heading, ...rows].map((row) => plain(row[column] ?? "").length)),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - plain(cell).length)).join("  ");
  const rule = widths.map((width) => "─".repeat(width)).join("──");
  return [line(heading), rule, ...rows.map(line)].join("\n");
}
