import { CfnResource } from "aws-cdk-lib"
import type { EventBus } from "aws-cdk-lib/aws-events"
import { Construct } from "constructs"
import type { Party } from "../../shared/parties/party.ts"
import { eventSource } from "../../shared/parties/party-directory.ts"

/** EventBridge refuses a longer policy. */
export const busPolicyLimit = 10_240
/** ARNs are tokens at synthesis; as long as the longest one can be, so that the guard errs on the safe side. */
const longestArn = 200

export interface IngressPolicyProps {
  readonly ingressBus: EventBus
  readonly parties: readonly Party[]
  /** Detail-types that a kind of party may send. */
  readonly detailTypes: Readonly<Record<Party["kind"], readonly string[]>>
  /** The hub's own account. */
  readonly hubAccount: string
  /**
   * Roles of the hub's account that may publish for parties without an account of their own, having authenticated
   * them; nobody else in that account can. Absent: anybody there whose own policies allow it.
   */
  readonly onlyRoles?: readonly string[]
}

/**
 * Who may put events on the ingress bus: one statement per kind of party, because a policy has 10,240 characters. The
 * redaction gate binds the account to the party; the policy only keeps kinds, types and strangers out.
 *
 * @throws Error with advice when the policy would be longer than EventBridge takes.
 */
export class IngressPolicy extends Construct {
  constructor(scope: Construct, id: string, props: IngressPolicyProps) {
    super(scope, id)
    const { ingressBus, parties, hubAccount, onlyRoles } = props
    const statements: { readonly id: string; readonly statement: Readonly<Record<string, unknown>> }[] = []
    for (const kind of ["retailer", "carrier"] as const) {
      const accounts = parties.flatMap((party) =>
        party.kind === kind && party.account !== undefined && party.account !== hubAccount
          ? // Written out as EventBridge stores it, so that the length is counted right.
            [`arn:aws:iam::${party.account}:root`]
          : [],
      )
      if (accounts.length === 0) continue
      statements.push({
        id: `${kind}s`,
        statement: {
          Effect: "Allow",
          Principal: { AWS: [...new Set(accounts)].sort() },
          Action: "events:PutEvents",
          Resource: ingressBus.eventBusArn,
          Condition: {
            "ForAllValues:StringLike": { "events:source": [eventSource({ kind, id: "*" })] },
            "ForAllValues:StringEquals": { "events:detail-type": [...props.detailTypes[kind]].sort() },
            // ForAllValues holds for an absent key as well; this does not.
            Null: { "events:source": "false", "events:detail-type": "false" },
          },
        },
      })
    }
    if (onlyRoles !== undefined) {
      statements.push({
        id: "hub-through-its-functions",
        statement: {
          Effect: "Deny",
          Principal: "*",
          Action: "events:PutEvents",
          Resource: ingressBus.eventBusArn,
          Condition: {
            StringEquals: { "aws:PrincipalAccount": hubAccount },
            ArnNotEquals: { "aws:PrincipalArn": onlyRoles },
          },
        },
      })
    }
    requireWithinLimit(statements.map(({ id: sid, statement }) => ({ Sid: sid, ...statement })))
    for (const { id: statementId, statement } of statements) {
      // Not the class of its own, which warns of properties that nobody here uses.
      new CfnResource(this, statementId, {
        type: "AWS::Events::EventBusPolicy",
        properties: { EventBusName: ingressBus.eventBusName, StatementId: statementId, Statement: statement },
      })
    }
  }
}

function requireWithinLimit(statements: readonly unknown[]): void {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements })
  const length = policy.replace(/\$\{Token\[[^\]]*\]\}/g, "x".repeat(longestArn)).length
  if (length > busPolicyLimit)
    throw new Error(
      [
        `The policy of the ingress bus would have ${length} characters; EventBridge takes ${busPolicyLimit}.`,
        "Let parties share accounts, let some publish over HTTPS (leave out `account`), or split the exchange in two.",
      ].join(" "),
    )
}
