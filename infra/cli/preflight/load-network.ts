import {
  EC2Client,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
  type RouteTable,
} from "@aws-sdk/client-ec2"
import type { StageSettings } from "../../stages/stage-config.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import type { EndpointFacts, NetworkFacts, SubnetFacts } from "./judge-network.ts"

/** The IAM actions that reading a network takes. */
export const networkActions = [
  "ec2:DescribeSubnets",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeRouteTables",
  "ec2:DescribeVpcEndpoints",
]

/**
 * Reads subnets, security groups, and the endpoints of their VPC. What does not exist is left out.
 *
 * @throws what the SDK throws
 */
export async function readNetwork(
  connection: AwsConnection,
  { subnetIds, securityGroupIds }: NonNullable<StageSettings["vpc"]>,
): Promise<NetworkFacts> {
  const client = new EC2Client(connection)
  const filter = (Name: string, Values: readonly string[]) => ({ Filters: [{ Name, Values: [...Values] }] })
  try {
    const [subnets, groups] = await Promise.all([
      all(paginateDescribeSubnets({ client }, filter("subnet-id", subnetIds)), ({ Subnets }) => Subnets),
      all(
        paginateDescribeSecurityGroups({ client }, filter("group-id", securityGroupIds)),
        ({ SecurityGroups }) => SecurityGroups,
      ),
    ])
    const ofVpc = filter("vpc-id", [...new Set(subnets.map(({ VpcId = "" }) => VpcId))])
    if (subnets.length === 0) return { subnets: [], securityGroups: groups.map(groupFacts), endpoints: [] }
    const [tables, endpoints] = await Promise.all([
      all(paginateDescribeRouteTables({ client }, ofVpc), ({ RouteTables }) => RouteTables),
      all(paginateDescribeVpcEndpoints({ client }, ofVpc), ({ VpcEndpoints }) => VpcEndpoints),
    ])
    return {
      subnets: subnets.map((subnet) => subnetFacts(subnet, tables)),
      securityGroups: groups.map(groupFacts),
      endpoints: endpoints.map(
        ({ ServiceName = "", State, PrivateDnsEnabled = false, RouteTableIds = [] }): EndpointFacts => ({
          serviceName: ServiceName,
          isAvailable: State?.toLowerCase() === "available",
          hasPrivateDns: PrivateDnsEnabled,
          routeTableIds: RouteTableIds,
        }),
      ),
    }
  } finally {
    client.destroy()
  }
}

async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
  const items: Item[] = []
  for await (const page of pages) items.push(...(itemsOf(page) ?? []))
  return items
}

const groupFacts = ({ GroupId: id = "", VpcId: vpcId = "" }) => ({ id, vpcId })

function subnetFacts(
  { SubnetId: id = "", VpcId: vpcId = "", AvailabilityZone: zone = "" },
  tables: readonly RouteTable[],
): SubnetFacts {
  const table =
    tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === id)) ??
    tables.find(({ VpcId, Associations = [] }) => VpcId === vpcId && Associations.some(({ Main }) => Main === true))
  return { id, vpcId, zone, routeTableId: table?.RouteTableId, hasWayOut: table?.Routes?.some(leadsOut) === true }
}

/** A function has no public address, so the gateway of a public subnet is no way out for it. */
function leadsOut({ DestinationCidrBlock, GatewayId, State }: NonNullable<RouteTable["Routes"]>[number]): boolean {
  return DestinationCidrBlock === "0.0.0.0/0" && State === "active" && GatewayId?.startsWith("igw-") !== true
}
