import { useCallback } from "react"
import { useIntl } from "react-intl"
import type { MessageKey } from "./messages.ts"

/** What a message is filled in with. */
export type MessageValues = Readonly<Record<string, string | number>>

export type Say = (key: MessageKey, values?: MessageValues) => string

/** Says a message in the language of the page. */
export function useSay(): Say {
  const intl = useIntl()
  return useCallback((key, values) => intl.formatMessage({ id: key }, { ...values }), [intl])
}
