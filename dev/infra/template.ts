import { z } from "zod";

const Values = z.record(z.string(), z.unknown());
const Loop = z.object({ name: z.string(), count: z.unknown() });

/** One resource of an ARM template, as the compiler wrote it. */
export const TemplateResource = z.object({
  type: z.string(),
  name: z.unknown().optional(),
  apiVersion: z.string().optional(),
  existing: z.boolean().optional(),
  condition: z.unknown().optional(),
  copy: Loop.optional(),
  scope: z.unknown().optional(),
  sku: z.unknown().optional(),
  /** An expression where the Bicep file has one for all of them. */
  properties: z.unknown().optional(),
});
export type TemplateResource = z.infer<typeof TemplateResource>;

/**
 * An ARM template. Resources are a list, or by symbolic name where the Bicep file uses what came later.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax
 */
export const Template = z.object({
  parameters: z
    .record(z.string(), z.object({ type: z.string().optional(), defaultValue: z.unknown().optional() }))
    .default({}),
  variables: Values.default({}),
  resources: z.union([z.array(TemplateResource), z.record(z.string(), TemplateResource)]),
  outputs: z.record(z.string(), z.object({ type: z.string().optional(), value: z.unknown().optional() })).default({}),
});
export type Template = z.infer<typeof Template>;

/** What a parameter file gives: `{ parameters: { name: { value } } }`. */
export const ParameterFile = z.object({ parameters: z.record(z.string(), z.object({ value: z.unknown() })) });
