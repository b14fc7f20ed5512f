import { privateKey } from "../../../client/tokens/private-key.ts"
import { apiAudience } from "../../../shared/parties/authenticate-party.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { partySigner } from "../../local/replay/party-signer.ts"
import { makePartyKey } from "../../stages/make-party-key.ts"
import { checkEdge } from "./check-edge.ts"
import { noQueue } from "./check-shipments.ts"
import { creationEntry, type Examination, pairsOf } from "./examination.ts"
import { type Finding, finding } from "./finding.ts"
import { markedParcels } from "./marks.ts"

/** Whether the hub refuses what nobody may send. What raises alarms is left to `checkPoison`. */
export async function checkRefusals(examination: Examination): Promise<readonly Finding[]> {
  examination.onProgress("Events that have to be refused")
  const edge = await checkEdge(examination.reached)
  const [pair] = pairsOf(examination.reached.parties)
  if (pair === undefined) return edge
  return [await checkForeignKey(examination, pair.retailer), await checkUnknownType(examination, pair), ...edge]
}

/** A token for a party with a key that is not the party's. */
async function checkForeignKey({ reached }: Examination, party: Party): Promise<Finding> {
  const found = finding("A token signed with a foreign key")
  const { privateKey: made } = await makePartyKey()
  const { credentials } = party
  const kid = credentials !== undefined && "publicKeys" in credentials ? credentials.publicKeys[0]?.kid : undefined
  const key = privateKey.parse({ ...made, ...(kid === undefined ? {} : { kid }) })
  const token = await partySigner({ [party.id]: key }, apiAudience(reached.stage.name))(party.id)
  const response = await fetch(`${reached.apiUrl}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ events: [{ detailType: "ShipmentCreated", detail: {} }] }),
  })
  return response.status === 401
    ? found.pass("The API answers 401")
    : found.fail(`The API answers ${response.status} instead of 401`)
}

/** An event of a type that no contract has. */
async function checkUnknownType(
  examination: Examination,
  pair: { readonly retailer: Party; readonly carrier: Party },
): Promise<Finding> {
  const { retailer } = pair
  const { voices, inbox, run, firstNumber, sentIds, reached } = examination
  const found = finding("An event of an unknown type")
  if (!voices.canSpeakFor(retailer)) return found.notShown(`Nothing can be sent as ${retailer.id} from here`)
  const [parcel] = markedParcels(`${run}z`, retailer, { count: 1, firstNumber: firstNumber + 50 })
  if (parcel === undefined) return found.notShown("There is no parcel")
  const entry = { ...creationEntry(examination, parcel, pair), DetailType: "ShipmentCreate" }
  const throughBus = reached.stage.settings.hubAccountMayPublish
  const sent = await (throughBus ? voices.put(entry) : voices.send(retailer, entry))
  if ("refused" in sent) return found.pass(`The hub did not accept it: ${sent.refused}`)
  sentIds.add(sent.eventBridgeId)
  if (!(await inbox.isReadable(retailer.id))) return found.notShown(noQueue(retailer))
  const rejection = await inbox.received(
    retailer.id,
    ({ detailType, data }) => detailType === "EventRejected" && data["eventBridgeId"] === sent.eventBridgeId,
  )
  return rejection === undefined
    ? found.fail(`${retailer.id} received no EventRejected within a minute`)
    : found.pass(`${retailer.id} received EventRejected, with a rule and no value`)
}
