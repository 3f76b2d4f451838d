export interface ServicePlan {
  readonly id: string;
  readonly name: string;
}

export interface Sku {
  readonly skuId: string;
  /** Seats that the company pays for. */
  readonly seats: number;
  readonly plans: readonly ServicePlan[];
}

const plan = (name: string, id: string): ServicePlan => ({ id, name });

const exchange = plan("EXCHANGE_S_ENTERPRISE", "efb87545-963c-4e0d-99df-69c6916d9eb0");
const exchangePlan1 = plan("EXCHANGE_S_STANDARD", "9aaf7827-d63c-4b61-89c3-182f06f82e5c");
const exchangeKiosk = plan("EXCHANGE_S_DESKLESS", "4a82b400-a79f-41a4-b4e2-e94f5787b113");
const archiving = plan("EXCHANGE_S_ARCHIVE_ADDON", "176a09a6-7ec5-4039-ac02-b2791c6ba793");
const foundation = plan("EXCHANGE_S_FOUNDATION", "113feb6c-3fe4-4440-bddc-54d774bf0318");
const sharePoint = plan("SHAREPOINTENTERPRISE", "5dbe027f-2339-4123-9542-606e4d348a72");
const teams = plan("TEAMS1", "57ff2da0-773e-42df-b2af-ffb7a2317929");
const flows = plan("FLOW_O365_P2", "76846ad7-7776-4c40-a281-a386362dd1b9");
const flowsOfE5 = plan("FLOW_O365_P3", "07699545-9485-468e-95b6-2fca3738be01");
const powerBi = plan("BI_AZURE_P2", "70d33638-9c74-4d01-bfd3-562de28bd4ba");
const phone = plan("MCOEV", "4828c8ec-dc2e-4779-b502-87ac9ce28ab7");
const diagrams = plan("VISIO_CLIENT_SUBSCRIPTION", "663a804f-1c30-4ff0-9915-9db84f0d1cea");

/** Products by Microsoft's part number, with Microsoft's published ids; the plans are the ones that leaving people matter for. */
export const skus = {
  ENTERPRISEPACK: {
    skuId: "6fd2c87f-b296-42f0-b197-1e91e994b900",
    seats: 120,
    plans: [exchange, sharePoint, teams, flows],
  },
  SPE_E5: {
    skuId: "06ebc4ee-1bb5-47dd-8120-11324bc54e06",
    seats: 25,
    plans: [exchange, sharePoint, teams, flowsOfE5, powerBi, phone],
  },
  SPE_E3: {
    skuId: "05e9a617-0261-4cee-bb44-138d3ef5d965",
    seats: 10,
    plans: [exchange, sharePoint, teams, flows],
  },
  SPE_F1: { skuId: "66b55226-6b4f-492c-910c-a3b7a3c9d993", seats: 10, plans: [exchangeKiosk, teams] },
  EXCHANGESTANDARD: { skuId: "4b9405b0-7788-4568-add1-99614e613b69", seats: 10, plans: [exchangePlan1] },
  EXCHANGEENTERPRISE: { skuId: "19ec0d23-8335-4cbd-94ac-6050e30712fa", seats: 10, plans: [exchange] },
  EXCHANGEARCHIVE_ADDON: { skuId: "ee02fd1b-340e-4a4b-b355-4a514e4c8943", seats: 10, plans: [archiving] },
  MCOEV: { skuId: "e43b5b99-8dfb-405f-9987-dc307f34bcbd", seats: 15, plans: [foundation, phone] },
  POWER_BI_PRO: { skuId: "f8a1db68-be16-40ed-86d5-cb42ce701560", seats: 12, plans: [foundation, powerBi] },
  VISIOCLIENT: { skuId: "c5928f49-12ba-48f7-ada3-0d743a3601d5", seats: 3, plans: [foundation, diagrams] },
} as const satisfies Readonly<Record<string, Sku>>;

export type PartNumber = keyof typeof skus;

const byId = new Map<string, PartNumber>(
  // The keys of a constant are what the type says.
  (Object.keys(skus) as PartNumber[]).map((part) => [skus[part].skuId, part]),
);

export function partNumberOf(skuId: string): PartNumber | undefined {
  return byId.get(skuId.toLowerCase());
}
