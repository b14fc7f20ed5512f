import { deployedResource, isDeployed } from "../../../base/platform/deployed-resources.ts"
import { deployedTable } from "../../../base/platform/deployed-table.ts"
import type { Sealer } from "../../../base/platform/sealing.ts"
import { deployedPublisher } from "../../../parties/channels/deployed-publisher.ts"
import type { PostToShop } from "./admin-api.ts"
import { dynamoShopEntries } from "./dynamo-shop-entries.ts"
import { makeShopFollowUp, type ShopFollowUp } from "./follow-up.ts"
import type { ShopEntries } from "./shop-entries.ts"

export const deployedShopEntries = (): ShopEntries => dynamoShopEntries(deployedTable("ShopEntries"))

export function deployedShopFollowUp(sealer: Sealer): ShopFollowUp {
  const publisher = deployedPublisher()
  return makeShopFollowUp({
    entries: deployedShopEntries(),
    sealer,
    publisher,
    writesLinks: deployedRecipientPage() !== undefined,
  })
}

export const deployedRecipientPage = (): string | undefined =>
  isDeployed("recipientPageUrl") ? deployedResource("recipientPageUrl") : undefined

const answerWithinMilliseconds = 10_000

/** Posts with the platform's own client. The host is a shop's at Shopify, which the settings check. */
export const postToShop: PostToShop = async ({ shop, path, headers, body }) => {
  try {
    const answer = await fetch(`https://${shop}${path}`, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(answerWithinMilliseconds),
    })
    return { status: answer.status, body: await answer.text() }
  } catch {
    return undefined
  }
}
