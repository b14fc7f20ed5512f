import { afterEach, beforeEach, expect, it } from "@jest/globals"
import { readNetwork } from "../../../../infra/cli/preflight/load-network.ts"
import { type AwsStub, type StubAnswer, startAwsStub } from "../aws-stub.ts"

const set = (name: string, ...items: readonly string[]): StubAnswer => ({
  document: `<Response><${name}>${items.map((item) => `<item>${item}</item>`).join("")}</${name}></Response>`,
})
const subnet = (id: string, zone: string) =>
  `<subnetId>${id}</subnetId><vpcId>vpc-1</vpcId><availabilityZone>${zone}</availabilityZone>`
const table = (id: string, association: string, route: string) =>
  `<routeTableId>${id}</routeTableId><vpcId>vpc-1</vpcId><associationSet><item>${association}</item></associationSet>` +
  `<routeSet><item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><state>active</state>${route}</item></routeSet>`

const answers: Readonly<Record<string, StubAnswer>> = {
  DescribeSubnets: set("subnetSet", subnet("subnet-1", "a"), subnet("subnet-2", "b"), subnet("subnet-3", "b")),
  DescribeSecurityGroups: set("securityGroupInfo", "<groupId>sg-1</groupId><vpcId>vpc-1</vpcId>"),
  DescribeRouteTables: set(
    "routeTableSet",
    table("rtb-main", "<main>true</main>", "<gatewayId>igw-1</gatewayId>"),
    table("rtb-2", "<subnetId>subnet-2</subnetId>", "<natGatewayId>nat-1</natGatewayId>"),
    table("rtb-3", "<subnetId>subnet-3</subnetId>", "<natGatewayId>nat-2</natGatewayId>").replace(
      "active",
      "blackhole",
    ),
  ),
  DescribeVpcEndpoints: set(
    "vpcEndpointSet",
    "<serviceName>s.kms</serviceName><state>available</state><privateDnsEnabled>true</privateDnsEnabled>",
    "<serviceName>s.s3</serviceName><state>pending</state><routeTableIdSet><item>rtb-2</item></routeTableIdSet>",
  ),
}

let aws: AwsStub
beforeEach(async () => {
  process.env["AWS_ACCESS_KEY_ID"] = "test"
  process.env["AWS_SECRET_ACCESS_KEY"] = "test"
  aws = await startAwsStub(({ action }) => answers[action] ?? { error: `NoAnswerTo${action}` })
})
afterEach(() => aws.stop())

it("reads of a network what its subnets lead to, and takes no gateway of a public subnet for a way out", async () => {
  const connection = {
    region: "ca-central-1",
    endpoint: aws.url,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 4_000, requestTimeout: 15_000 },
  }
  const ids = { subnetIds: ["subnet-1", "subnet-2", "subnet-3"], securityGroupIds: ["sg-1"] }
  expect(await readNetwork(connection, ids)).toEqual({
    subnets: [
      { id: "subnet-1", vpcId: "vpc-1", zone: "a", routeTableId: "rtb-main", hasWayOut: false },
      { id: "subnet-2", vpcId: "vpc-1", zone: "b", routeTableId: "rtb-2", hasWayOut: true },
      { id: "subnet-3", vpcId: "vpc-1", zone: "b", routeTableId: "rtb-3", hasWayOut: false },
    ],
    securityGroups: [{ id: "sg-1", vpcId: "vpc-1" }],
    endpoints: [
      { serviceName: "s.kms", isAvailable: true, hasPrivateDns: true, routeTableIds: [] },
      { serviceName: "s.s3", isAvailable: false, hasPrivateDns: false, routeTableIds: ["rtb-2"] },
    ],
  })
  const subnets = aws.calls.find(({ action }) => action === "DescribeSubnets")
  expect(subnets?.parameters).toMatchObject({ "Filter.1.Name": "subnet-id", "Filter.1.Value.3": "subnet-3" })
})
