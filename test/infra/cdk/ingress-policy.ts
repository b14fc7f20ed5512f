import { Stack } from "aws-cdk-lib"
import { EventBus } from "aws-cdk-lib/aws-events"
import { IngressPolicy } from "../../../infra/constructs/ingress-policy.ts"
import { detailTypesFrom } from "../../../infra/event-patterns.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { hubAccount } from "../example-stage.ts"
import { inApp } from "./assembly.ts"

/** Makes the policy of an ingress bus to which these parties may publish. */
export const ingressPolicyOf = (parties: readonly Party[]) =>
  inApp((app) => {
    const stack = new Stack(app, "Policy")
    new IngressPolicy(stack, "Policy", {
      stage: "prod",
      ingressBus: new EventBus(stack, "IngressBus"),
      parties,
      detailTypes: { retailer: detailTypesFrom("retailer"), carrier: detailTypesFrom("carrier") },
      hubAccount,
    })
  })
