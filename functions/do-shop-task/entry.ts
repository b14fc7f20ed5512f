import { deployedKeyedHash } from "../../shared/base/keyed-hash/deployed-keyed-hash.ts"
import { systemClock } from "../../shared/base/platform/clock.ts"
import { deployedResource } from "../../shared/base/platform/deployed-resources.ts"
import { deployedSealer } from "../../shared/base/platform/deployed-sealing.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import {
  deployedRecipientPage,
  deployedShopEntries,
  postToShop,
} from "../../shared/intake/adapters/shops/deployed-shops.ts"
import { makeDoShopTask } from "../../shared/intake/adapters/shops/do-shop-task.ts"
import { shopTaskPipeline } from "../../shared/intake/adapters/shops/shop-task-pipeline.ts"
import { deployedDrillMail } from "../../shared/parties/channels/deployed-mail.ts"
import { deployedIngress, deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedCurrentReception } from "../../shared/parties/reception/deployed-intake.ts"
import { dynamoSettings } from "../../shared/parties/settings/dynamo-settings.ts"

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
