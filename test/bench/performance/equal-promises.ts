/** One promise that the twin with the same promises keeps, and the calls of one warm invocation that serve it. */
export type PromisedCalls = {
  readonly operation: string
  readonly calls: number
  readonly made: string
  readonly promise: string
}

const once = {
  made: "PutItem and UpdateItem of Powertools' idempotency",
  promise: "An event that comes twice is handled once.",
}
const outbox = { made: "PutEvents", promise: "A change and its events do not come apart." }
const volume = {
  made: "UpdateItem of the sums of ten minutes",
  promise: "A rise of strangers at a retailer shows.",
}

/** A test compares them with what is counted, so that the twin makes no call that serves no promise. */
export const equalPromises: readonly PromisedCalls[] = [
  { operation: "record a shipment", calls: 20, ...once },
  {
    operation: "record a shipment",
    calls: 10,
    made: "TransactWriteItems of shipment and parcel",
    promise: "A parcel has one retailer. A second claim waits. References are hashed and sealed.",
  },
  {
    operation: "record a shipment",
    calls: 10,
    made: "UpdateItem of the highest number",
    promise: "Misses of numbers that are not announced yet are forgiven.",
  },
  { operation: "relay a shipment", calls: 10, ...outbox },
  {
    operation: "claim exposures of a shipment",
    calls: 10,
    made: "Query of the ledger by record",
    promise: "What was seen of a parcel before it was claimed is an exposure of its shipment.",
  },
  { operation: "record a delivery", calls: 20, ...once },
  {
    operation: "record a delivery",
    calls: 10,
    made: "UpdateItem of the parcel",
    promise: "A delivery may come before its shipment. Its first word stays.",
  },
  { operation: "relay a delivery", calls: 10, ...outbox },
  {
    operation: "look a shipment up",
    calls: 2,
    made: "Query by order, BatchGetItem of its parcels",
    promise: "An order answers for all of its parcels.",
  },
  {
    operation: "look a shipment up",
    calls: 1,
    made: "BatchGetItem of restrictions",
    promise: "Restricted visitors and networks are refused, and numbers around an alarm need proof.",
  },
  {
    operation: "look a shipment up",
    calls: 4,
    made: "UpdateItem of two counters, taken and given back",
    promise: "5 wrong codes for a shipment and hour, 10 of a visitor and day, also when many guess at once.",
  },
  {
    operation: "look a shipment up",
    calls: 6,
    made: "GetItem and PutItem of each profile",
    promise: "Walks and guesses are noticed by visitor, by network and by numbers.",
  },
  { operation: "look a shipment up", calls: 1, ...volume },
  {
    operation: "look a shipment up",
    calls: 1,
    made: "PutItem of the ledger",
    promise: "Nothing is shown that the ledger does not hold.",
  },
  {
    operation: "add a lookup to cases",
    calls: 1,
    made: "BatchGetItem of open cases",
    promise: "What a suspected visitor sees is added to the open case.",
  },
  { operation: "record an access", calls: 2, ...once },
  {
    operation: "record an access",
    calls: 1,
    made: "BatchGetItem of parcels",
    promise: "A lookup counts for the shipment, place and destination that it was of.",
  },
  {
    operation: "record an access",
    calls: 1,
    made: "BatchGetItem of restrictions",
    promise: "The proof of a restricted visitor does not count.",
  },
  {
    operation: "record an access",
    calls: 600,
    made: "GetItem and PutItem of each profile",
    promise: "Walks are noticed by visitor, by network and by numbers.",
  },
  {
    operation: "record an access",
    calls: 1,
    made: "BatchGetItem of the ledger",
    promise: "What was reported first stays.",
  },
  {
    operation: "record an access",
    calls: 4,
    made: "BatchWriteItem of the ledger",
    promise: "Every lookup is found by visitor, network, record, numbers and day.",
  },
  { operation: "record an access", calls: 1, ...volume },
  {
    operation: "list a party's cases",
    calls: 1,
    made: "Query by party",
    promise: "A party sees its cases.",
  },
]
