import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { findBicep } from "../../dev/infra/bicep.ts";
import { checkInfra } from "../../dev/infra/check-infra.ts";

const infra = fileURLToPath(new URL("../../infra", import.meta.url));
const bicep = findBicep() ?? "";
const leftOut = bicep === "" ? " (left out: no Bicep compiler on this machine, see npm run infra:check)" : "";
const folder = mkdtempSync(join(tmpdir(), "leaver-infra-"));
const copy = join(folder, "infra");

beforeEach(() => {
  rmSync(copy, { recursive: true, force: true });
  cpSync(infra, copy, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the check says about the copy of infra/, every sentence once. */
function problems(): readonly string[] {
  return [...new Set(checkInfra(copy, bicep).flatMap((file) => file.problems))];
}

function replace(file: string, from: string, to: string): void {
  const text = readFileSync(join(copy, file), "utf8");
  expect(text, file).toContain(from);
  writeFileSync(join(copy, file), text.replace(from, to));
}

function append(file: string, text: string): void {
  writeFileSync(join(copy, file), `${readFileSync(join(copy, file), "utf8")}\n${text}\n`);
}

describe.skipIf(bicep === "")(`infra/, compiled${leftOut}`, { timeout: 120_000 }, () => {
  test("every parameter file compiles without a warning and keeps the rules", () => {
    const checked = checkInfra(copy, bicep);

    expect(checked.map(({ file }) => file)).toEqual(
      ["main.bicep", "environments/dev.bicepparam", "environments/prod.bicepparam", "main.bicepparam"].map((file) =>
        join(file),
      ),
    );
    expect(checked.flatMap((file) => file.problems)).toEqual([]);
  });

  test("a step without a subscription is red", () => {
    replace("steps.json", '  "block-sign-in",\n', "");

    expect(problems()).toContain("Step block-sign-in has no subscription");
  });

  test("a role too many is red", () => {
    append(
      "modules/key-vault.bicep",
      `resource tooMuch 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, readerPrincipalId, 'too much')
  scope: vault
  properties: {
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '00482a5a-887f-4fb3-b363-3b7fe8e74483')
  }
}`,
    );

    expect(problems()).toEqual([
      "A role too many: 00482a5a-887f-4fb3-b363-3b7fe8e74483 on Microsoft.KeyVault/vaults/kv-leaver-{token}. Give a reason in infra/roles.json, or take it away",
    ]);
  });

  test("a role that is gone is red", () => {
    replace("modules/monitoring.bicep", "var publisherRole = '3913510d", "var publisherRole = '00000000");

    expect(problems()).toContainEqual(expect.stringMatching(/^A role is missing: Monitoring Metrics Publisher/));
  });

  test("a key in an output is red, by the linter or by the rules", () => {
    append("modules/host-storage.bicep", "output key string = storage.listKeys().keys[0].value");

    expect(problems()).toContainEqual(
      expect.stringMatching(/outputs-should-not-contain-secrets|^Output key of host-storage holds a key/),
    );
  });

  test("shared keys on is red", () => {
    replace("modules/ledger.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: true");

    expect(problems()).toEqual([
      expect.stringMatching(
        /^Microsoft\.Storage\/storageAccounts stledger\{token\}: allowSharedKeyAccess is true, not false/,
      ),
    ]);
  });

  test("what does not compile is red in the compiler's words", () => {
    append("modules/budget.bicep", "output nothing string = nobody");

    expect(problems()).toContainEqual(expect.stringContaining("BCP057"));
  });
});
