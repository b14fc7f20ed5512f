import { type IPrincipal, ServicePrincipal } from "aws-cdk-lib/aws-iam"

/** EventBridge as it acts for one account, and for no other. */
export function eventBridgeOf(account: string): IPrincipal {
  return new ServicePrincipal("events.amazonaws.com", {
    conditions: { StringEquals: { "aws:SourceAccount": account } },
  })
}
