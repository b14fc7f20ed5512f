import { memoryDisclosureLog } from "../../../shared/lookups/log/memory-disclosure-log.ts"
import { disclosureLogContract } from "./disclosure-log.contract.ts"

disclosureLogContract("memory", async () => memoryDisclosureLog())
