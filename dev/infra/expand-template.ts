import { evaluate, type Scope, shortId } from "./evaluate.ts";
import { isRecord } from "./is-record.ts";
import { Template, type TemplateResource } from "./template.ts";

/** A resource that a deployment would make, with every expression worked out. */
export interface Resource {
  readonly type: string;
  /** With its parents: `namespace/topic/subscription`. */
  readonly name: string;
  /** What it lies on, for rights, locks and diagnostic settings: `Microsoft.KeyVault/vaults/name`. */
  readonly on: string | undefined;
  readonly sku: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** An output of the template or of one of its modules. */
export interface Output {
  /** `main` or the name of the module's deployment. */
  readonly module: string;
  readonly name: string;
  readonly type: string;
  /** As the compiler wrote it. */
  readonly written: unknown;
}

export interface Expanded {
  readonly resources: readonly Resource[];
  readonly outputs: readonly Output[];
}

type Values = Readonly<Record<string, unknown>>;
type Loop = { readonly name: string; readonly index: number };

/** What a deployment of the template with these parameters would make; conditions that do not hold are left out. */
export function expandTemplate(template: unknown, parameters: Values): Expanded {
  const main = new Module("main", Template.parse(template), parameters);
  main.outputs();
  return { resources: main.resources, outputs: main.written };
}

class Module {
  readonly resources: Resource[] = [];
  readonly written: Output[] = [];
  readonly #name: string;
  readonly #template: Template;
  readonly #parameters: Values;
  /** Outputs of the modules inside, by the name of their deployment: worked out once, when somebody asks. */
  readonly #inside = new Map<string, () => Values>();

  constructor(name: string, template: Template, parameters: Values) {
    this.#name = name;
    this.#template = template;
    this.#parameters = parameters;
  }

  /** Makes everything inside. */
  outputs(): Values {
    const all = Object.values(this.#template.resources).flatMap((resource) => this.#instances(resource));
    for (const one of all) if (isDeployment(one.resource.type)) this.#announce(one.resource, one.scope);
    for (const one of all) if (!isDeployment(one.resource.type)) this.#make(one.resource, one.scope);
    for (const outputs of this.#inside.values()) outputs();

    const scope = this.#scope([]);
    const outputs = Object.entries(this.#template.outputs).map(([name, { type = "", value }]) => {
      this.written.push({ module: this.#name, name, type, written: value });
      return [name, evaluate(value, scope)];
    });
    return Object.fromEntries(outputs);
  }

  #instances(resource: TemplateResource) {
    if (resource.existing === true) return [];
    const { copy } = resource;
    const count = copy === undefined ? 1 : Number(evaluate(copy.count, this.#scope([])));
    return Array.from({ length: count }, (_, index) => {
      const scope = this.#scope(copy === undefined ? [] : [{ name: copy.name, index }]);
      return { resource, scope };
    }).filter(({ scope }) => resource.condition === undefined || evaluate(resource.condition, scope) === true);
  }

  #make({ type, name, scope: on, sku, properties = {} }: TemplateResource, scope: Scope): void {
    const values = evaluate(properties, scope);
    this.resources.push({
      type,
      name: String(evaluate(name, scope)),
      on: on === undefined ? undefined : shortId(String(evaluate(on, scope))),
      sku: evaluate(sku, scope),
      properties: isRecord(values) ? values : {},
    });
  }

  #announce({ name, properties: written }: TemplateResource, scope: Scope): void {
    const properties = isRecord(written) ? written : {};
    const deployment = String(evaluate(name, scope));
    const given = isRecord(properties.parameters) ? Object.entries(properties.parameters) : [];
    let outputs: Values | undefined;
    this.#inside.set(deployment, () => {
      if (outputs !== undefined) return outputs;
      const parameters = given.map(([key, one]) => [key, evaluate(isRecord(one) ? one.value : undefined, scope)]);
      const inner = new Module(deployment, Template.parse(properties.template), Object.fromEntries(parameters));
      outputs = inner.outputs();
      this.resources.push(...inner.resources);
      this.written.push(...inner.written);
      return outputs;
    });
  }

  #scope(loops: readonly Loop[]): Scope {
    const { parameters, variables } = this.#template;
    const scope: Scope = {
      place: this.#name === "main" ? "subscription" : "group",
      parameter: (name) =>
        name in this.#parameters ? this.#parameters[name] : evaluate(parameters[name]?.defaultValue, scope),
      variable: (name) => (name in variables ? variables[name] : loopOf(name, variables)),
      reference: (target) => this.#reference(target),
      copyIndex: (name) => (name === undefined ? loops.at(-1) : loops.find((loop) => loop.name === name))?.index ?? 0,
      within: (loop) => this.#scope([...loops, loop]),
    };
    return scope;
  }

  /** A module's outputs, or a text that stands for what only Azure knows. By id, or by symbolic name. */
  #reference(target: string): unknown {
    const symbols = this.#template.resources;
    const symbol = Array.isArray(symbols) ? undefined : symbols[target];
    const type = symbol?.type ?? target;
    const name = symbol === undefined ? target.split("/").at(-1) : String(evaluate(symbol.name, this.#scope([])));
    if (!isDeployment(type)) return symbol === undefined ? `<${shortId(target)}>` : `<${type}/${name}>`;
    const outputs = this.#inside.get(name ?? "")?.() ?? {};
    return { outputs: Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, { value }])) };
  }
}

/** A variable that is a loop is written as `copy: [{ name, count, input }]`; evaluating it gives an object with its name. */
function loopOf(name: string, { copy }: Values): unknown {
  const loop = Array.isArray(copy) ? copy.find((one) => isRecord(one) && one.name === name) : undefined;
  if (loop === undefined) throw new Error(`A template has no variable ${name}`);
  return { copy: [loop] };
}

function isDeployment(type: string): boolean {
  return /Microsoft\.Resources\/deployments\b/i.test(type);
}
