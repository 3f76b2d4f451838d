import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { type Node, SyntaxKind } from "typescript/unstable/ast";
import {
  isArrayLiteralExpression,
  isIdentifier,
  isMethodDeclaration,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isStringLiteral,
} from "typescript/unstable/ast/is";
import { API } from "typescript/unstable/sync";

/** A piece of a source text, from its first character (comments before it included) to the one after its last. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

/** The sources of a copy of the repository, as TypeScript's own parser reads them. */
export class SourceTree {
  readonly #root: string;
  readonly #api: API;
  readonly #project;

  /** @param root folder with `tsconfig.json` */
  constructor(root: string) {
    this.#root = root;
    this.#api = new API({ cwd: root });
    const openProject = join(root, "tsconfig.json");
    this.#project = this.#api.updateSnapshot({ openProject }).getProject(openProject);
  }

  close(): void {
    this.#api.close();
  }

  textOf(file: string): string {
    return this.#read(file).text;
  }

  /** The only property or method of this name in an object that a call takes, with its comma. @throws {Error} none, or several */
  member(file: string, name: string): Piece {
    const [only, ...others] = this.#members(file, name);
    if (only === undefined || others.length > 0) {
      throw new Error(`${file} has ${others.length === 0 ? "no" : "more than one"} ${name}`);
    }
    const { text } = this.#read(file);
    const comma = /^\s*,/.exec(text.slice(only.end))?.[0].length ?? 0;
    return { from: only.pos, to: only.end + comma };
  }

  /** The value of such a property. */
  valueOf(file: string, name: string): Piece {
    const [only] = this.#members(file, name);
    if (only === undefined || !isPropertyAssignment(only)) throw new Error(`${file} has no value of ${name}`);
    return { from: only.initializer.pos, to: only.initializer.end };
  }

  /** One text in a list that is the value of such a property, with its comma. */
  entryOf(file: string, name: string, entry: string): Piece {
    const found = this.#entry(file, name, entry);
    if (found === undefined) throw new Error(`${file} has no "${entry}" in ${name}`);
    const comma = /^\s*,/.exec(this.#read(file).text.slice(found.end))?.[0].length ?? 0;
    return { from: found.pos, to: found.end + comma };
  }

  /** Whether the file itself lists it there, and not a definition that it shares. */
  hasEntry(file: string, name: string, entry: string): boolean {
    return this.#entry(file, name, entry) !== undefined;
  }

  #entry(file: string, name: string, entry: string) {
    const [only] = this.#members(file, name);
    const list = only !== undefined && isPropertyAssignment(only) ? only.initializer : undefined;
    const elements = list !== undefined && isArrayLiteralExpression(list) ? list.elements : [];
    return elements.find((element) => isStringLiteral(element) && element.text === entry);
  }

  #members(file: string, name: string) {
    const found: Node[] = [];
    const visit = (node: Node): void => {
      const named = isMethodDeclaration(node) || isPropertyAssignment(node) || isShorthandPropertyAssignment(node);
      const ofCall = node.parent?.parent?.kind === SyntaxKind.CallExpression;
      if (named && ofCall && isIdentifier(node.name) && node.name.text === name) found.push(node);
      node.forEachChild(visit);
    };
    visit(this.#read(file));
    return found;
  }

  #read(file: string) {
    const source = this.#project?.program.getSourceFile(join(this.#root, file));
    if (source === undefined) throw new Error(`${file} is no part of the project`);
    return source;
  }
}

/** A text with a piece of it replaced. @throws {SyntaxError} Node could not run it any more */
export function replaced(text: string, { from, to }: Piece, by: string): string {
  const changed = text.slice(0, from) + by + text.slice(to);
  stripTypeScriptTypes(changed);
  return changed;
}
