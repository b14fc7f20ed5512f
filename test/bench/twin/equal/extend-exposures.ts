/** The stream of the ledger: what a visitor with an open case sees is an exposure. */
import { addExposure } from "./cases.ts"
import { ledgerRow } from "./ledger.ts"
import { streamHandler } from "./stream-handler.ts"

export const handler = streamHandler(ledgerRow, addExposure)
