import type { ExchangeAdminApi } from "../adapters/exchange/admin-api.ts";
import { NeedsPersonError, TryLaterError } from "../domain/errors.ts";
import { type Check, failed, ok, skipped } from "./check.ts";
import { type Proof, signInAdvice } from "./sign-in-advice.ts";
import type { Signed } from "./token.ts";

export interface ExchangeHealth {
  readonly exchange: Pick<ExchangeAdminApi, "invoke">;
  readonly signed: () => Promise<Signed>;
  readonly proof: Proof;
  readonly login: string;
  /** Whether a step of the policy takes Exchange at all. */
  readonly needed: boolean;
}

const right = "Exchange.ManageAsApp";

/** Whether Exchange takes the application: permission, role, and a harmless read of the organisation's domains. */
export function exchangeCheck({ exchange, signed, proof, login, needed }: ExchangeHealth): Check {
  return {
    id: "exchange",
    async look() {
      if (!needed) return skipped("no step of the policy takes Exchange");
      const answer = await signed();
      if (answer.kind === "none") return failed(...signInAdvice(answer, proof, login));
      if (!answer.roles.includes(right)) {
        return failed(`the token for Exchange lacks ${right}`, "Grant it: npm run grant -- --apply");
      }
      try {
        await exchange.invoke({
          name: "Get-AcceptedDomain",
          parameters: {},
          select: ["DomainName"],
          what: "Reading the domains",
        });
        return ok("Exchange answers and takes the application");
      } catch (error) {
        if (error instanceof TryLaterError)
          return failed(
            "Exchange does not answer, or asks for patience",
            "Look at the service health in the Microsoft 365 admin center",
          );
        if (error instanceof NeedsPersonError)
          return failed(
            "Exchange refuses the application",
            "Assign the Entra role Exchange Administrator to its service principal: npm run grant -- --apply",
          );
        throw error;
      }
    },
  };
}
