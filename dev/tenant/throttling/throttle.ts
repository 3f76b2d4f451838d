import { graphError } from "../http/errors.ts";
import type { Answer, Call } from "../http/exchange.ts";
import { type Charge, chargesOf, identityUnits, type Service } from "./services.ts";

/** So much within so long (milliseconds of virtual time). */
export interface Limit {
  readonly limit: number;
  readonly windowMs: number;
}
export type Limits = Readonly<Partial<Record<Service, Limit>>>;

/** How many requests for one mailbox may run at once. */
const mailboxConcurrency = 4;

/** Per service what was spent lately. Off until it is switched on; then the documented limits hold, or others. */
export class Throttle {
  readonly #spent = new Map<string, { readonly at: number; readonly cost: number }[]>();
  readonly #running = new Map<string, number>();
  readonly #people: () => number;
  #limits: Limits | undefined;

  /** @param people how many the tenant has: the directory's limit depends on it */
  constructor(people: () => number) {
    this.#people = people;
  }

  /** @param limits instead of the documented ones, for the services that are named */
  on(limits: Limits = {}): void {
    this.#limits = { ...documented(this.#people()), ...limits };
  }

  off(): void {
    this.#limits = undefined;
    this.#spent.clear();
  }

  /** Lets a request through to `answer`, or refuses it. A refused one counts too. */
  async through(call: Call, answer: () => Promise<Answer>): Promise<Answer> {
    if (this.#limits === undefined) return answer();
    const charges = chargesOf(call);
    const uses = charges.map((charge) => this.#use(charge));
    const refused = uses.find(({ share }) => share > 1);
    const [mailbox] = charges.filter(({ service }) => service === "outlook");
    if (refused !== undefined) return refusal(refused);
    if (mailbox === undefined) return withHeaders(await answer(), call, uses);
    return this.#oneOfFew(mailbox.owner, answer);
  }

  #use({ service, owner, cost }: Charge): Use {
    const limit = this.#limits?.[service];
    if (limit === undefined) return { service, share: 0, afterSeconds: 0 };
    const now = Date.now();
    const key = `${service}/${owner}`;
    const spent = (this.#spent.get(key) ?? []).filter(({ at }) => at > now - limit.windowMs);
    spent.push({ at: now, cost });
    this.#spent.set(key, spent);
    const share = spent.reduce((sum, one) => sum + one.cost, 0) / limit.limit;
    const oldest = spent[0]?.at ?? now;
    return { service, share, afterSeconds: Math.max(1, Math.ceil((oldest + limit.windowMs - now) / 1000)) };
  }

  async #oneOfFew(mailbox: string, answer: () => Promise<Answer>): Promise<Answer> {
    const running = this.#running.get(mailbox) ?? 0;
    if (running >= mailboxConcurrency) return refusal({ service: "outlook", share: 1, afterSeconds: 1 });
    this.#running.set(mailbox, running + 1);
    try {
      return await answer();
    } finally {
      this.#running.set(mailbox, (this.#running.get(mailbox) ?? 1) - 1);
    }
  }
}

interface Use {
  readonly service: Service;
  /** Of the quota; above 1: too much. */
  readonly share: number;
  readonly afterSeconds: number;
}

/** m365-operations 2.5. */
function documented(people: number): Limits {
  return {
    identity: { limit: people < 50 ? 3_500 : people <= 500 ? 5_000 : 8_000, windowMs: 10_000 },
    "identity-writes": { limit: 3_000, windowMs: 150_000 },
    outlook: { limit: 10_000, windowMs: 600_000 },
    intune: { limit: 2_000, windowMs: 20_000 },
    ediscovery: { limit: 5, windowMs: 60_000 },
    reports: { limit: 14, windowMs: 600_000 },
    teams: { limit: 30, windowMs: 1_000 },
    sharepoint: {
      limit: [1_000, 5_000, 15_000, 50_000].filter((band) => people > band).length * 1_250 + 1_250,
      windowMs: 60_000,
    },
  };
}

function refusal({ service, afterSeconds }: Use): Answer {
  const isDirectory = service === "identity" || service === "identity-writes";
  const headers = {
    // Intune leaves it out.
    ...(service !== "intune" && { "retry-after": String(afterSeconds) }),
    ...(isDirectory && {
      "x-ms-throttle-scope": "Tenant_Application/ReadWrite",
      "x-ms-throttle-information": service === "identity" ? "ResourceUnitLimitExceeded" : "WriteLimitExceeded",
    }),
  };
  return graphError(429, "TooManyRequests", "Too many requests. Please wait and try again.", headers);
}

function withHeaders(answer: Answer, call: Call, uses: readonly Use[]): Answer {
  const use = uses.find(({ service }) => service === "identity" || service === "sharepoint");
  if (use === undefined) return answer;
  const near = use.share >= 0.8;
  const headers: Record<string, string> = { ...answer.headers };
  if (use.service === "identity") {
    headers["x-ms-resource-unit"] = String(identityUnits(call));
    if (near) headers["x-ms-throttle-limit-percentage"] = use.share.toFixed(2);
  } else if (near) {
    headers["ratelimit-reset"] = String(use.afterSeconds);
  }
  return { ...answer, headers };
}
