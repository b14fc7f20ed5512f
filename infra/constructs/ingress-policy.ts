import { CfnResource } from "aws-cdk-lib"
import type { EventBus } from "aws-cdk-lib/aws-events"
import { Construct } from "constructs"
import type { Party } from "../../shared/parties/party.ts"
import { eventSource } from "../../shared/parties/party-directory.ts"
import { QuotaExceeded } from "../quota-exceeded.ts"

/** EventBridge refuses a longer policy. In characters. */
export const busPolicyLimit = 10_240
/** An ARN is a token at synthesis. The check of the length counts it as the longest that an ARN can be. */
const longestArn = 200
/** A role has a name of at most 64 characters, behind the stage's own prefix. */
const longestRoleArn = "arn:aws-us-gov:iam::123456789012:role/".length + 64

export interface IngressPolicyProps {
  readonly stage: string
  readonly ingressBus: Pick<EventBus, "eventBusArn" | "eventBusName">
  readonly parties: readonly Party[]
  /** Detail-types that a kind of party may send. */
  readonly detailTypes: Readonly<Record<Party["kind"], readonly string[]>>
  /** The hub's own account. */
  readonly hubAccount: string
  /**
   * The only roles of the hub's account that may publish. They do so for parties without an AWS account, after they
   * authenticated them. When absent, every principal of the account may publish whose own policies allow it.
   */
  readonly onlyRoles?: readonly string[]
  /** What stands before the name of every role of the stage. */
  readonly rolePrefix?: string | undefined
}

interface Statement {
  readonly id: string
  readonly statement: Readonly<Record<string, unknown>>
}

/**
 * Who may put events on the ingress bus. One statement covers a whole kind of party, because of the limit on the
 * length. The redaction gate later checks that the account belongs to the party that the event names.
 *
 * @throws QuotaExceeded with advice when the policy would be longer than EventBridge takes
 */
export class IngressPolicy extends Construct {
  readonly #props: IngressPolicyProps

  constructor(scope: Construct, id: string, props: IngressPolicyProps) {
    super(scope, id)
    this.#props = props
    const statements = [...this.#allowParty("retailer"), ...this.#allowParty("carrier"), ...this.#denyOtherRoles()]
    // A stage has names of its own, so that two stages of an account never share one.
    const sidOf = ({ id: statementId }: Statement) => `${props.stage}-${statementId}`
    requireWithinLimit(
      statements.map((each) => ({ Sid: sidOf(each), ...each.statement })),
      props,
    )
    for (const each of statements) {
      // The CDK's class for a bus policy warns of properties that are not used here.
      new CfnResource(this, each.id, {
        type: "AWS::Events::EventBusPolicy",
        properties: {
          EventBusName: props.ingressBus.eventBusName,
          StatementId: sidOf(each),
          Statement: each.statement,
        },
      })
    }
  }

  #allowParty(kind: Party["kind"]): readonly Statement[] {
    const { ingressBus, parties, hubAccount, detailTypes } = this.#props
    const accounts = parties.flatMap((party) =>
      party.kind === kind && party.account !== undefined && party.account !== hubAccount
        ? // Written as EventBridge stores it, so that the length is counted right.
          [`arn:aws:iam::${party.account}:root`]
        : [],
    )
    if (accounts.length === 0) return []
    const statement = {
      Effect: "Allow",
      Principal: { AWS: [...new Set(accounts)].sort() },
      Action: "events:PutEvents",
      Resource: ingressBus.eventBusArn,
      Condition: {
        "ForAllValues:StringLike": { "events:source": [eventSource({ kind, id: "*" })] },
        "ForAllValues:StringEquals": { "events:detail-type": [...detailTypes[kind]].sort() },
        // ForAllValues is true for an absent key. Null is not.
        Null: { "events:source": "false", "events:detail-type": "false" },
      },
    }
    return [{ id: `${kind}s`, statement }]
  }

  #denyOtherRoles(): readonly Statement[] {
    const { ingressBus, hubAccount, onlyRoles } = this.#props
    if (onlyRoles === undefined) return []
    const statement = {
      Effect: "Deny",
      Principal: "*",
      Action: "events:PutEvents",
      Resource: ingressBus.eventBusArn,
      Condition: {
        StringEquals: { "aws:PrincipalAccount": hubAccount },
        ArnNotEquals: { "aws:PrincipalArn": onlyRoles },
      },
    }
    return [{ id: "hub-through-its-functions", statement }]
  }
}

function requireWithinLimit(
  statements: readonly unknown[],
  { onlyRoles = [], rolePrefix = "" }: Pick<IngressPolicyProps, "onlyRoles" | "rolePrefix">,
): void {
  const role = "x".repeat(longestRoleArn + rolePrefix.length)
  const policy = onlyRoles.reduce(
    (text, arn) => text.replaceAll(arn, role),
    JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  )
  const length = policy.replace(/\$\{Token\[[^\]]*\]\}/g, "x".repeat(longestArn)).length
  if (length > busPolicyLimit)
    throw new QuotaExceeded([
      [
        `The policy of the ingress bus would have ${length} characters; EventBridge takes ${busPolicyLimit}.`,
        "Let parties share accounts, let some publish over HTTPS (leave out `account`), or split the exchange in two.",
      ].join(" "),
    ])
}
