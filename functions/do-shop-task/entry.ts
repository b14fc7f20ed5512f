import { deployedRecipientPage, deployedShopEntries, postToShop } from "../../shared/adapters/shops/deployed-shops.ts"
import { makeDoShopTask } from "../../shared/adapters/shops/do-shop-task.ts"
import { shopTaskPipeline } from "../../shared/adapters/shops/shop-task-pipeline.ts"
import { deployedDrillMail } from "../../shared/parties/channels/deployed-mail.ts"
import { deployedIngress, deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedCurrentReception } from "../../shared/parties/intake/deployed-intake.ts"
import { dynamoSettings } from "../../shared/parties/settings/dynamo-settings.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { deployedResource } from "../../shared/platform/deployed-resources.ts"
import { deployedSealer } from "../../shared/platform/deployed-sealing.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedKeyedHash } from "../../shared/tracking/deployed-tracking.ts"

const reception = await deployedCurrentReception()

export const handler = shopTaskPipeline({
  ...reception,
  handle: makeDoShopTask({
    ...reception,
    ...deployedIngress(),
    settings: dynamoSettings(deployedTable("Settings")),
    sealer: deployedSealer(),
    hashes: await deployedKeyedHash(),
    entries: deployedShopEntries(),
    post: postToShop,
    publisher: deployedPublisher(),
    mail: deployedDrillMail(reception.parties),
    apiUrl: deployedResource("apiUrl"),
    recipientPageUrl: deployedRecipientPage(),
    clock: systemClock,
  }),
})
