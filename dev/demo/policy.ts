import type { Policy } from "../../shared/domain/policy.ts";
import type { TenantState } from "../tenant/state.ts";

type Rules = Policy["rules"];

/** What differs between departments is what a company's rules would say. */
export const demoRules: Rules = [
  {
    because: "guests own nothing here (R-21)",
    when: { userType: ["guest"] },
    set: { end: "suspend" },
  },
  {
    because: "Legal keeps the mail of everybody who leaves",
    when: { department: ["Legal"] },
    set: {
      end: "inactive-mailbox",
      deleteAfterDays: 3,
      mailbox: { hold: "litigation" },
    },
  },
  {
    because: "Customers get an answer: mail goes to whoever takes over",
    when: { department: ["Customer service"] },
    set: { mailbox: { forwardTo: "custodian", sendAs: "custodian" } },
  },
  {
    because: "Nothing is kept of temporary workers",
    when: { department: ["Temporary work"] },
    set: { end: "plain-deletion", deleteAfterDays: 14 },
  },
  {
    because: "Company phones of field workers are reset",
    when: { department: ["Field service"] },
    set: { devices: { company: "wipe" } },
  },
  {
    because: "Leaver takes away the administrator roles of IT",
    when: { department: ["IT"] },
    set: { adminRoles: "remove" },
  },
  {
    because: "Access ends at once",
    when: { terminationType: ["involuntary"] },
    set: { lane: "urgent" },
  },
];

/** The policy of the demo. */
export function demoPolicy(state: TenantState): Partial<Policy> {
  return {
    rules: demoRules,
    skip: {},
    secondaryOwner: state.person("petra").id,
    fallbackContact: state.person("oskar").id,
    // Microsoft's list prices differ; these are only for the report.
    prices: {
      "6fd2c87f-b296-42f0-b197-1e91e994b900": { monthly: 23, currency: "EUR", term: "monthly" },
      "06ebc4ee-1bb5-47dd-8120-11324bc54e06": { monthly: 57, currency: "EUR", term: "monthly" },
    },
  };
}
