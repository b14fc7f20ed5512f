import { manifestDeclared } from "../../../shared/base/contracts/manifest-declared.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { eventSource, shipperOf } from "../../../shared/parties/party-directory.ts"
import type { RawParcel } from "../../local/replay/parcel.ts"
import { creationEntry, type Examination, metadataOf, pairsOf, sendAs } from "./examination.ts"
import { type Finding, finding } from "./finding.ts"
import type { PartyEvent } from "./marked-inbox.ts"
import { letterFor, markedParcels, rawValuesIn } from "./marks.ts"

type Pair = { readonly retailer: Party; readonly carrier: Party }

/** Whether shipments reach carriers, and deliveries reach retailers, without anything raw. */
export async function checkShipments(examination: Examination): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const [index, pair] of pairsOf(examination.reached.parties).entries()) {
    examination.onProgress(`A shipment from ${pair.retailer.id} to ${pair.carrier.id}, and its delivery`)
    const { run, firstNumber } = examination
    // A letter after the run's name, so that the parcels of no two pairs have the same ids.
    const name = `${run}${letterFor(index)}`
    const [parcel] = markedParcels(name, pair.retailer, { count: 1, firstNumber: firstNumber + 20 + index })
    if (parcel === undefined) continue
    findings.push(await checkCreation(examination, pair, parcel), await checkDelivery(examination, pair, parcel))
  }
  return findings
}

async function checkCreation(examination: Examination, pair: Pair, parcel: RawParcel): Promise<Finding> {
  const { retailer, carrier } = pair
  const { voices, inbox, open } = examination
  const found = finding(`${retailer.id} sends a shipment to ${carrier.id}`)
  if (!voices.canSpeakFor(retailer)) return found.notShown(noVoice(retailer))
  const sent = await sendAs(examination, retailer, creationEntry(examination, parcel, pair))
  if ("refused" in sent) return found.fail(`The hub did not accept it: ${sent.refused}`)
  open.push({ retailer, parcel })
  if (!(await inbox.isReadable(carrier.id))) return found.notShown(noQueue(carrier))
  const event = await inbox.received(
    carrier.id,
    ({ detailType, data }) => detailType === "ShipmentCreated" && data["trackingNumber"] === parcel.trackingNumber,
  )
  return arrived(found, event, { parcel, receiver: carrier })
}

async function checkDelivery(examination: Examination, pair: Pair, parcel: RawParcel): Promise<Finding> {
  const { retailer, carrier } = pair
  const { voices, inbox, reached, run, left } = examination
  const found = finding(`${carrier.id} reports a delivery to ${retailer.id}`)
  if (!voices.canSpeakFor(retailer)) return found.notShown(noVoice(retailer))
  if (!voices.canSpeakFor(carrier)) return found.notShown(noVoice(carrier))
  const shipper = shipperOf(retailer, carrier.id)
  if (shipper === undefined)
    return found.notShown(`${carrier.id} gave ${retailer.id} no account, so what it reports waits for a day`)
  const deliveredAt = new Date().toISOString()
  const busName = reached.outputs("IngressBusName") ?? ""
  const mark = parcel.shipmentId.slice(run.length)
  const named = manifestDeclared.entry({
    source: eventSource(carrier),
    busName,
    data: { parcels: [{ trackingNumber: parcel.trackingNumber, shipper }] },
    metadata: metadataOf(run, `named-${mark}`, deliveredAt),
  })
  const entry = shipmentDelivered.entry({
    source: eventSource(carrier),
    busName,
    data: { trackingNumber: parcel.trackingNumber, deliveredAt, signatory: parcel.signatory },
    metadata: metadataOf(run, `delivered-${mark}`, deliveredAt),
  })
  for (const each of [named, entry]) {
    const sent = await sendAs(examination, carrier, each)
    if ("refused" in sent) return found.fail(`The hub did not accept it: ${sent.refused}`)
  }
  left.push(`the record of shipment ${parcel.shipmentId}, which was delivered; it expires 90 days after that`)
  if (!(await inbox.isReadable(retailer.id))) return found.notShown(noQueue(retailer))
  const event = await inbox.received(
    retailer.id,
    ({ detailType, data }) => detailType === "ShipmentDelivered" && data["shipmentId"] === parcel.shipmentId,
  )
  return arrived(found, event, { parcel, receiver: retailer })
}

function arrived(
  found: ReturnType<typeof finding>,
  event: PartyEvent | undefined,
  { parcel, receiver }: { readonly parcel: RawParcel; readonly receiver: Party },
): Finding {
  if (event === undefined) return found.fail(`It did not reach the queue of ${receiver.id} within a minute`)
  const raw = rawValuesIn(event.body, parcel)
  return raw.length > 0
    ? found.fail(`It arrived with ${raw.join(" and ")} in it`)
    : found.pass(`It is in the queue of ${receiver.id}, with ${Object.keys(event.data).join(", ")} alone`)
}

/** Why nothing can be sent as a party. */
export const noVoice = ({ id, account }: Party): string =>
  account === undefined ? `The key of ${id} is not here` : `${id} publishes from its own account`

/** Why nothing can be read that a party receives. */
export const noQueue = ({ id }: Party): string => `The queue of ${id} cannot be read from here`
