import { expect, test } from "vitest";
import { expandTemplate } from "../../dev/infra/expand-template.ts";
import { allRules, type Expected } from "../../dev/infra/rules/all-rules.ts";
import { aTemplate, writerRole } from "./a-template.ts";

const steps = ["snapshot", "block-sign-in"];
const expected: Expected = {
  roles: [
    {
      role: "Storage Table Data Contributor",
      id: writerRole,
      on: "Microsoft.Storage/storageAccounts/tableServices/tables/stledger{token}/default/{table}",
      because: "the app writes the ledger",
    },
  ],
  tables: ["cases", "due"],
  entities: {
    Queues: [{ Name: "intake", Properties: { LockDuration: "PT1M" } }],
    Topics: [
      {
        Name: "steps",
        Properties: {},
        Subscriptions: steps.map((Name) => ({
          Name,
          Properties: { MaxDeliveryCount: 10 },
          Rules: [{ Name: "step", Properties: { CorrelationFilter: { Label: Name } } }],
        })),
      },
    ],
  },
};

/** What the rules say after the texts were replaced in the template. */
function saidAfter(
  changes: Readonly<Record<string, string>> = {},
  given: readonly string[] = steps,
): readonly string[] {
  const text = JSON.stringify(aTemplate());
  const changed = Object.entries(changes).reduce((all, [from, to]) => {
    expect(all, "what is to be replaced is there").toContain(from);
    return all.replace(from, to);
  }, text);
  return allRules(expandTemplate(JSON.parse(changed), { steps: given }), expected);
}

test("nothing is said about a template that is right", () => {
  expect(saidAfter()).toEqual([]);
});

test("a step without a subscription is named, and so is one that nobody has", () => {
  expect(saidAfter({}, ["snapshot"])).toEqual([
    "Step block-sign-in has no subscription",
    "Subscription steps/block-sign-in has no filter: it would get every step's messages",
  ]);
  expect(saidAfter({}, [...steps, "old-step"])).toEqual([
    "Nothing in the code uses Microsoft.ServiceBus/namespaces/topics/subscriptions steps/old-step",
    "Nothing in the code uses Microsoft.ServiceBus/namespaces/topics/subscriptions/rules steps/old-step/$Default",
  ]);
});

test("a filter that lets other steps through is named", () => {
  expect(saidAfter({ '"label":"[parameters(\'steps\')[copyIndex()]]"': '"label":"snapshot"' })).toEqual([
    'Subscription steps/block-sign-in: the filter is {"label":"snapshot"}, not {"label":"block-sign-in"}',
  ]);
});

test("a queue that differs from the local stack's is named", () => {
  expect(saidAfter({ PT1M: "PT5M" })).toEqual(['Queue intake: lockDuration is "PT5M", the local stack has "PT1M"']);
});

test("a table that the code names is missing, and one that it does not is there: named", () => {
  const said = saidAfter({ '"tables":["cases","due"]': '"tables":["cases","old"]' });

  expect(said).toContain("Table due is missing: the app has no right to make it");
  expect(said).toContain("Nothing in the code uses table old");
});

test("a role that is given twice is named", () => {
  expect(saidAfter({ '"tables":["cases","due"]': '"tables":["cases","due","due"]' })).toContainEqual(
    expect.stringMatching(/^Storage Table Data Contributor on .*\/default\/due is given twice$/),
  );
});

test("a role too many, one on the wrong thing and one for somebody else are named", () => {
  const owner = "b24988ac-6180-42a0-ab88-20f7382dd24c";

  expect(saidAfter({ [writerRole]: owner })).toContain(
    `A role too many: ${owner} on Microsoft.Storage/storageAccounts/tableServices/tables/stledger{token}/default/due. Give a reason in infra/roles.json, or take it away`,
  );
  expect(
    saidAfter({
      "[resourceId('Microsoft.Storage/storageAccounts/tableServices/tables'":
        "[resourceId('Microsoft.Storage/storageAccounts'",
    }),
  ).toContainEqual(
    expect.stringMatching(/^A role is missing: Storage Table Data Contributor on .*\/default\/cases, which/),
  );
  expect(saidAfter({ '"principalId":"[parameters(\'principalId\')]"': '"principalId":"somebody"' })).toContainEqual(
    expect.stringMatching(/^Storage Table Data Contributor on .* goes to somebody, not to the identity of the app$/),
  );
});

test.each([
  [
    "a key",
    {
      type: "string",
      value: "[listKeys(resourceId('Microsoft.Storage/storageAccounts', 'a'), '2024-01-01').keys[0].value]",
    },
  ],
  ["a connection string", { type: "string", value: "[reference('insights').ConnectionString]" }],
  ["a secure string", { type: "securestring", value: "x" }],
])("%s in an output is named", (_, output) => {
  const template = aTemplate();
  template.outputs.found = output;

  const said = allRules(expandTemplate(template, { steps }), expected);

  expect(said).toEqual([expect.stringMatching(/^Output found of main (holds a key|is of type)/)]);
});

test("a secret in a setting is named, unless it is a reference to the vault", () => {
  expect(
    saidAfter({
      "createArray('HR_BAMBOOHR_SECRET')": "createArray()",
      "'POLICY_FILE', 'policy.json'": "'M365_CLIENT_SECRET', 'x'",
    }),
  ).toEqual(["Setting M365_CLIENT_SECRET is a secret: it must be a reference to the vault"]);
  expect(saidAfter({ "'policy.json'": "listKeys('a', 'b').primaryKey" })).toEqual([
    "Setting POLICY_FILE holds a key or a connection string",
  ]);
});

test.each([
  [
    "shared keys on",
    { '"allowSharedKeyAccess":false': '"allowSharedKeyAccess":true' },
    "allowSharedKeyAccess is true, not false",
  ],
  ["old TLS", { TLS1_2: "TLS1_0" }, 'minimumTlsVersion is "TLS1_0"'],
  [
    "plain HTTP to storage",
    { '"supportsHttpsTrafficOnly":true': '"supportsHttpsTrafficOnly":false' },
    "supportsHttpsTrafficOnly is false",
  ],
  ["plain HTTP to the app", { '"httpsOnly":true,': "" }, "httpsOnly is not set"],
  ["keys of the namespace", { '"disableLocalAuth":true,"min': '"min' }, "disableLocalAuth is not set"],
  ["passwords for deployments", { '"allow":false': '"allow":true' }, "allow is true, not false"],
])("%s: named", (_, change, sentence) => {
  expect(saidAfter(change)).toEqual([expect.stringContaining(sentence)]);
});

test("a rule that finds nothing to look at says so", () => {
  expect(saidAfter({ "Microsoft.KeyVault/vaults": "Microsoft.KeyVault/managedHSMs" })).toEqual([
    "There is no Microsoft.KeyVault/vaults: the check looks at nothing",
  ]);
});
