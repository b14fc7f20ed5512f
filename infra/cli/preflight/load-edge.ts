import { ACMClient, DescribeCertificateCommand } from "@aws-sdk/client-acm"
import { GetHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53"
import { unlessAbsent } from "../../../client/command-line/aws-failure.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import type { CertificateFacts, ZoneFacts } from "./judge-edge.ts"

/** A certificate; undefined if there is none. Takes acm:DescribeCertificate. */
export async function readCertificate(connection: AwsConnection, arn: string): Promise<CertificateFacts | undefined> {
  const client = new ACMClient(connection)
  const answer = await unlessAbsent(
    () => client.send(new DescribeCertificateCommand({ CertificateArn: arn })),
    "ResourceNotFoundException",
  )
  client.destroy()
  const { Certificate: found } = answer ?? {}
  if (found === undefined) return undefined
  const names = [found.DomainName, ...(found.SubjectAlternativeNames ?? [])].filter((name) => name !== undefined)
  return { status: found.Status ?? "", names }
}

/** A hosted zone; undefined if there is none. Takes route53:GetHostedZone. */
export async function readHostedZone(connection: AwsConnection, id: string): Promise<ZoneFacts | undefined> {
  const client = new Route53Client(connection)
  const answer = await unlessAbsent(() => client.send(new GetHostedZoneCommand({ Id: id })), "NoSuchHostedZone")
  client.destroy()
  const zone = answer?.HostedZone
  return zone === undefined ? undefined : { name: zone.Name ?? "", isPrivate: zone.Config?.PrivateZone === true }
}
