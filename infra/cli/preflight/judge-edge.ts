import { edgeRegion } from "../../edge-place.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"

/** What is known of a certificate of ACM. */
export type CertificateFacts = {
  /** As ACM says it, such as `ISSUED`. */
  readonly status: string
  /** The names that it is for. A star stands for one part. */
  readonly names: readonly string[]
}

/** What is known of a hosted zone of Route 53. */
export type ZoneFacts = { readonly name: string; readonly isPrivate: boolean }

const inEdgeRegion = (command: string): string => `${command} --region ${edgeRegion}`

/** An edge with a certificate that exists already. */
type CertifiedEdge = {
  readonly domain: string
  readonly otherDomains: readonly string[]
  readonly certificateArn: string
}

/** Whether the certificate that a stage's file names is one with which the edge can answer for its domains. */
export function judgeCertificate(
  { domain, otherDomains, certificateArn }: CertifiedEdge,
  certificate: CertificateFacts | undefined,
): readonly CheckResult[] {
  const found = resultsOf("certificate")
  if (certificate === undefined)
    return [
      found.toDo(
        `There is no such certificate as browserEdge.certificateArn names in this account. Ask for one for ${domain}.`,
        inEdgeRegion(`aws acm request-certificate --domain-name ${domain} --validation-method DNS`),
      ),
    ]
  const { status, names } = certificate
  if (status === "PENDING_VALIDATION")
    return [
      found.toDo(
        `The certificate for ${domain} has not been issued. Make the DNS record that the first command prints, and wait.`,
        inEdgeRegion(
          `aws acm describe-certificate --certificate-arn ${certificateArn} ` +
            '--query "Certificate.DomainValidationOptions[].ResourceRecord"',
        ),
        inEdgeRegion(`aws acm wait certificate-validated --certificate-arn ${certificateArn}`),
      ),
    ]
  if (status !== "ISSUED") return [found.toDo(`The certificate for ${domain} is ${status}. Ask for another one.`)]
  const domains = [domain, ...otherDomains]
  const missing = domains.filter((one) => !names.some((name) => covers(name, one))).join(" and ")
  return missing === ""
    ? [found.ok(`issued for ${domains.join(" and ")}`)]
    : [found.toDo(`The certificate is not for ${missing}. Ask for one that is, or name another in browserEdge.`)]
}

const covers = (name: string, domain: string): boolean =>
  name === domain || (name.startsWith("*.") && name.slice(1) === domain.slice(domain.indexOf(".")))

/** Whether the deployment can make the records of a domain in the hosted zone that the stage's file names. */
export function judgeHostedZone(
  { domain, hostedZoneId }: { readonly domain: string; readonly hostedZoneId: string },
  zone: ZoneFacts | undefined,
): readonly CheckResult[] {
  const found = resultsOf("hosted zone")
  if (zone === undefined)
    return [
      found.toDo(
        `There is no hosted zone ${hostedZoneId} in this account. These are there:`,
        'aws route53 list-hosted-zones --query "HostedZones[].[Id, Name]" --output text',
      ),
    ]
  const name = zone.name.replace(/\.$/, "")
  if (zone.isPrivate)
    return [found.toDo(`The hosted zone ${hostedZoneId} is private, so no browser would find ${domain}.`)]
  return domain === name || domain.endsWith(`.${name}`)
    ? [found.ok(`${domain} is in ${name}`)]
    : [found.toDo(`The hosted zone ${hostedZoneId} is for ${name}, and ${domain} is not in it.`)]
}
