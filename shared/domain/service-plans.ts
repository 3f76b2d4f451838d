/** Names of Microsoft's service plans, with the endings of other clouds (`_GOV` and so on). */

/** Teams Phone. */
export const hasPhonePlan = (plan: string): boolean => /^MCOEV(_|$)/.test(plan);

/** Comes with a mailbox, or with what a mailbox needs: a plan of its own, an archive. `EXCHANGE_S_FOUNDATION` is none. */
export const hasMailboxPlan = (plan: string): boolean => /^EXCHANGE_(?!S_FOUNDATION|ANALYTICS)/.test(plan);

/** Power Automate or Power Apps. */
export const hasFlowPlan = (plan: string): boolean => /^(FLOW_|POWERAPPS_|POWERFLOW)/.test(plan);

/** Power BI. */
export const hasSemanticModelPlan = (plan: string): boolean => /^(BI_AZURE_|PBI_PREMIUM)/.test(plan);
