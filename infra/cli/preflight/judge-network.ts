import { hasWebhook } from "../../../shared/parties/has-channel.ts"
import type { Party } from "../../../shared/parties/party.ts"
import type { StageSettings } from "../../stages/stage-config.ts"
import { type CalledService, calledServices } from "../../stages/vpc-endpoints.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"

export type SubnetFacts = {
  readonly id: string
  readonly vpcId: string
  readonly zone: string
  readonly routeTableId: string | undefined
  /** Whether a function in it reaches the internet: through a gateway that translates addresses, or another network. */
  readonly hasWayOut: boolean
}

export type EndpointFacts = {
  /** Such as `com.amazonaws.ca-central-1.kms`. */
  readonly serviceName: string
  readonly isAvailable: boolean
  /** Whether the service's usual name leads to an interface endpoint. */
  readonly hasPrivateDns: boolean
  /** Those that lead to a gateway endpoint. */
  readonly routeTableIds: readonly string[]
}

/** What is known of the subnets of a stage and of their VPC. */
export type NetworkFacts = {
  readonly subnets: readonly SubnetFacts[]
  readonly securityGroups: readonly { readonly id: string; readonly vpcId: string }[]
  readonly endpoints: readonly EndpointFacts[]
}

type Vpc = NonNullable<StageSettings["vpc"]>

const found = resultsOf("vpc")

/** Whether functions in these subnets reach what they call. */
export function judgeNetwork(
  vpc: Vpc,
  {
    settings,
    parties,
  }: { readonly settings: Pick<StageSettings, "region" | "mail">; readonly parties: readonly Party[] },
  facts: NetworkFacts,
): readonly CheckResult[] {
  const lacking = [
    ...missing("subnet", vpc.subnetIds, facts.subnets),
    ...missing("security group", vpc.securityGroupIds, facts.securityGroups),
  ]
  if (lacking.length > 0) return lacking
  const vpcIds = [...new Set([...facts.subnets, ...facts.securityGroups].map(({ vpcId }) => vpcId))]
  const [vpcId = "", ...others] = vpcIds
  if (others.length > 0)
    return [found.toDo(`The subnets and security groups are of several VPCs: ${vpcIds.join(", ")}. Take those of one.`)]
  const results = [...judgeEndpoints(vpcId, settings, facts), ...judgeWayOut(parties, facts), ...judgeZones(facts)]
  const open = results.some(({ state }) => state !== "note")
  return open
    ? results
    : [found.ok(`${facts.subnets.length} subnets of ${vpcId}, with a way to each service`), ...results]
}

function missing(
  what: string,
  wanted: readonly string[],
  there: readonly { readonly id: string }[],
): readonly CheckResult[] {
  const known = new Set(there.map(({ id }) => id))
  return wanted
    .filter((id) => !known.has(id))
    .map((id) => found.toDo(`There is no ${what} ${id} in this account and region. Correct vpc in the stage's file.`))
}

function judgeEndpoints(
  vpcId: string,
  { region, ...settings }: Pick<StageSettings, "region" | "mail" | "operators">,
  facts: NetworkFacts,
): readonly CheckResult[] {
  const closed = facts.subnets.filter(({ hasWayOut }) => !hasWayOut)
  const nameOf = ({ service }: CalledService) => `com.amazonaws.${region}.${service}`
  const absent = calledServices(settings).filter((called) => {
    const endpoints = facts.endpoints.filter(({ serviceName }) => serviceName === nameOf(called))
    return closed.some((subnet) => !endpoints.some((endpoint) => leads(subnet, endpoint, called)))
  })
  return absent.map((called) =>
    found.toDo(
      `Functions in ${closed.map(({ id }) => id).join(", ")} do not reach ${called.service}. Make an endpoint for it, ` +
        `${called.kind === "Interface" ? "with private DNS, " : ""}or give the subnets a way to the internet.`,
      commandFor(called, vpcId, { serviceName: nameOf(called), closed }),
    ),
  )
}

function leads({ routeTableId }: SubnetFacts, endpoint: EndpointFacts, { kind }: CalledService): boolean {
  if (!endpoint.isAvailable) return false
  if (kind === "Interface") return endpoint.hasPrivateDns
  return (routeTableId !== undefined && endpoint.routeTableIds.includes(routeTableId)) || endpoint.hasPrivateDns
}

function commandFor(
  { kind }: CalledService,
  vpcId: string,
  { serviceName, closed }: { readonly serviceName: string; readonly closed: readonly SubnetFacts[] },
): string {
  const unique = (ids: readonly (string | undefined)[]) => [...new Set(ids.filter((id) => id !== undefined))].join(" ")
  const where =
    kind === "Gateway"
      ? `--route-table-ids ${unique(closed.map(({ routeTableId }) => routeTableId))}`
      : `--private-dns-enabled --subnet-ids ${unique(closed.map(({ id }) => id))} --security-group-ids <one that lets HTTPS in>`
  return `aws ec2 create-vpc-endpoint --vpc-id ${vpcId} --vpc-endpoint-type ${kind} --service-name ${serviceName} ${where}`
}

/** Webhooks and the keys of OIDC issuers are on the internet, for which there is no endpoint. */
function judgeWayOut(parties: readonly Party[], { subnets }: NetworkFacts): readonly CheckResult[] {
  const needs = [
    ...parties.filter(hasWebhook).map(({ id }) => `the webhook of ${id}`),
    ...parties
      .filter(({ credentials }) => credentials !== undefined && "oidc" in credentials)
      .map(({ id }) => `the OIDC issuer of ${id}`),
  ]
  if (needs.length === 0 || subnets.every(({ hasWayOut }) => hasWayOut)) return []
  return [
    found.toDo(`The subnets have no way to the internet, which ${needs.join(" and ")} needs. Give them a NAT gateway.`),
  ]
}

function judgeZones({ subnets }: NetworkFacts): readonly CheckResult[] {
  const zones = new Set(subnets.map(({ zone }) => zone))
  return zones.size > 1
    ? []
    : [found.note("All subnets are in one availability zone. While it is down, so is the stage")]
}
