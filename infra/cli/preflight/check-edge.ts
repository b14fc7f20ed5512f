import { answerTo } from "../../../client/command-line/aws-failure.ts"
import { edgeRegion } from "../../edge-place.ts"
import type { EdgeSettings } from "../../stages/stage-config.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import { type CheckResult, whenAnswered } from "../deployed-stage/check-result.ts"
import { judgeBootstrap } from "./judge-bootstrap.ts"
import { judgeCertificate, judgeHostedZone } from "./judge-edge.ts"
import { bootstrapVersion } from "./load-account.ts"
import { readCertificate, readHostedZone } from "./load-edge.ts"
import type { PlannedStage } from "./planned-stage.ts"

/** A stage with an edge, and its account. */
export type EdgeCheck = {
  readonly edge: EdgeSettings
  readonly account: string
  readonly planned: Pick<PlannedStage, "bootstrap">
  /** To the stage's own region. */
  readonly connection: AwsConnection
}

/** What the edge of a stage needs beside the stage: us-east-1, and a certificate or a hosted zone. */
export async function checkEdge(check: EdgeCheck): Promise<readonly CheckResult[]> {
  const { edge } = check
  const connection = { ...check.connection, region: edgeRegion }
  const results = await Promise.all([
    check.connection.region === edgeRegion ? [] : checkBootstrap(check, connection),
    edge.certificateArn === undefined
      ? []
      : checkCertificate(connection, { ...edge, certificateArn: edge.certificateArn }),
    edge.hostedZoneId === undefined ? [] : checkHostedZone(connection, { ...edge, hostedZoneId: edge.hostedZoneId }),
  ])
  return results.flat()
}

async function checkBootstrap({ account, planned }: EdgeCheck, connection: AwsConnection) {
  const version = await answerTo("ssm:GetParameter", () => bootstrapVersion(connection, planned.bootstrap.parameter))
  return whenAnswered("bootstrap", version, (actual) =>
    judgeBootstrap({ account, region: edgeRegion }, planned.bootstrap, actual).map((result) => ({
      ...result,
      text: `${edgeRegion}: ${result.text}`,
    })),
  )
}

async function checkCertificate(connection: AwsConnection, edge: Parameters<typeof judgeCertificate>[0]) {
  const certificate = await answerTo("acm:DescribeCertificate", () => readCertificate(connection, edge.certificateArn))
  return whenAnswered("certificate", certificate, (found) => judgeCertificate(edge, found))
}

async function checkHostedZone(connection: AwsConnection, edge: Parameters<typeof judgeHostedZone>[0]) {
  const zone = await answerTo("route53:GetHostedZone", () => readHostedZone(connection, edge.hostedZoneId))
  return whenAnswered("hosted zone", zone, (found) => judgeHostedZone(edge, found))
}
