import { Duration, Stack } from "aws-cdk-lib"
import { Metric } from "aws-cdk-lib/aws-cloudwatch"
import {
  CloudWatchDimensionSource,
  ConfigurationSet,
  ConfigurationSetEventDestination,
  ConfigurationSetTlsPolicy,
  DkimIdentity,
  EasyDkimSigningKeyLength,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from "aws-cdk-lib/aws-ses"
import { Construct } from "constructs"
import { partyTag } from "../../shared/parties/channels/mail.ts"
import { domainOf, type MailSettings } from "../stages/mail-settings.ts"
import { type AlarmActions, alarmAt } from "./alarm-at.ts"

export interface MailIdentityProps {
  readonly mail: MailSettings
  readonly alarmAction: AlarmActions
}

/** What SES adds to every mail by itself: the name of the configuration set that it was sent with. */
const configurationSetTag = "ses:configuration-set"

/** What counts against a contact: a mail that its server refused for good, and one that it called spam. */
const undelivered = [
  { event: EmailSendingEvent.BOUNCE, metricName: "Bounce", what: "bounced. A contact cannot be reached by e-mail." },
  {
    event: EmailSendingEvent.COMPLAINT,
    metricName: "Complaint",
    what: "was marked as spam. Its contact gets no more mail.",
  },
] as const

/**
 * The identity that mails to contacts come from, and the configuration set that they are sent with. It has no topic and
 * no rule, whose messages would carry addresses: SES counts what was not delivered, in all and for each party.
 */
export class MailIdentity extends Construct {
  readonly identityArn: string
  readonly configurationSetName: string
  readonly configurationSetArn: string
  /** The CNAME records that verify the identity. Empty for one that was there before. */
  readonly dkimRecords: EmailIdentity["dkimRecords"]

  constructor(scope: Construct, id: string, { mail, alarmAction }: MailIdentityProps) {
    super(scope, id)
    const { from, existingIdentity } = mail
    const made = existingIdentity === undefined ? this.#identity(domainOf(from)) : undefined
    this.dkimRecords = made?.dkimRecords ?? []
    this.identityArn = made?.emailIdentityArn ?? this.#arn("identity", existingIdentity ?? "")
    const configurationSet = new ConfigurationSet(this, "ConfigurationSet", {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    })
    this.configurationSetName = configurationSet.configurationSetName
    this.configurationSetArn = this.#arn("configuration-set", this.configurationSetName)
    // One dimension each: CloudWatch would combine two of one destination into one metric.
    this.#count(configurationSet, "InAll", configurationSetTag)
    this.#count(configurationSet, "ByParty", partyTag)
    for (const { metricName, what } of undelivered)
      alarmAt(this, `${metricName}Alarm`, {
        description: `A mail about a breach ${what}`,
        runbook: "mail-undelivered",
        metric: new Metric({
          namespace: "AWS/SES",
          metricName,
          dimensionsMap: { [configurationSetTag]: this.configurationSetName },
          period: Duration.minutes(5),
          statistic: "Sum",
        }),
        threshold: 1,
        action: alarmAction,
      })
  }

  #identity(domain: string): EmailIdentity {
    return new EmailIdentity(this, "Identity", {
      identity: Identity.domain(domain),
      dkimIdentity: DkimIdentity.easyDkim(EasyDkimSigningKeyLength.RSA_2048_BIT),
    })
  }

  #arn(resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({ service: "ses", resource, resourceName })
  }

  #count(configurationSet: ConfigurationSet, id: string, tag: string): void {
    new ConfigurationSetEventDestination(this, id, {
      configurationSet,
      destination: EventDestination.cloudWatchDimensions([
        { source: CloudWatchDimensionSource.MESSAGE_TAG, name: tag, defaultValue: "none" },
      ]),
      events: undelivered.map(({ event }) => event),
    })
  }
}
