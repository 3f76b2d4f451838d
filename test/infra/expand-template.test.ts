import { expect, test } from "vitest";
import { expandTemplate } from "../../dev/infra/expand-template.ts";

/** The properties of a resource, worked out. */
function worth(properties: unknown, rest: object = {}) {
  const template = { resources: [{ type: "T.S/a", name: "probe", properties }], ...rest };
  return expandTemplate(template, { given: "[text that begins with a bracket]" }).resources[0]?.properties;
}

test("expressions are worked out as Azure does", () => {
  const properties = {
    text: "[format('{0}-{1}', 'it''s', 3)]",
    bracket: "[[]",
    given: "[parameters('given')]",
    nested: "[createObject('a', createArray(1, true(), null())).a[1]]",
    subnet: "[cidrSubnet('10.90.0.0/25', 27, 2)]",
    id: "[resourceId('T.S/a/b', 'x', 'y')]",
    otherBranch: "[if(equals(1, 1), 'yes', variables('none'))]",
    known: "[reference(resourceId('T.S/a', 'probe'), '2024-01-01').principalId]",
    "[parameters('default')]": "[concat(createArray(1), createArray(2))]",
  };

  expect(worth(properties, { parameters: { default: { defaultValue: "[toLower('KEY')]" } } })).toEqual({
    text: "it's-3",
    bracket: "[]",
    given: "[text that begins with a bracket]",
    nested: true,
    subnet: "10.90.0.64/27",
    id: "{group}/providers/T.S/a/x/b/y".replace("{group}", "/subscriptions/{subscription}"),
    otherBranch: "yes",
    known: "<T.S/a/probe>.principalId",
    key: [1, 2],
  });
});

test("loops of properties and of variables are written out", () => {
  const copy = [
    {
      name: "mails",
      count: "[length(variables('people'))]",
      input: { to: "[variables('people')[copyIndex('mails')]]" },
    },
  ];
  const people = [{ name: "people", count: 2, input: "[format('p{0}', copyIndex('people'))]" }];

  expect(worth({ enabled: true, copy }, { variables: { copy: people } })).toEqual({
    enabled: true,
    mails: [{ to: "p0" }, { to: "p1" }],
  });
});

test("what a condition leaves out and what exists already is not made", () => {
  const resources = {
    one: { type: "T.S/a", name: "one", condition: "[equals(1, 2)]" },
    two: { type: "T.S/a", name: "two", existing: true },
    three: { type: "T.S/a", name: "[format('{0}/three', reference('two').name)]" },
  };

  expect(expandTemplate({ resources }, {}).resources.map(({ name }) => name)).toEqual(["<T.S/a/two>.name/three"]);
});

test("a function that the check does not know stops it by name", () => {
  expect(() => worth({ x: "[dateTimeAdd('a', 'b')]" })).toThrow("does not know the template function dateTimeAdd");
});
