import { useInfiniteQuery } from "@tanstack/react-query"
import { answerOf, api } from "../api/console-api.ts"
import { type Command, useStateCommand } from "../api/use-command.ts"
import { useSay } from "../language/language-provider.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import type { SettingsPatch } from "./settings.ts"

export const settingsKey = ["settings"] as const

const readSettings = (after: string | undefined) =>
  answerOf(api.GET("/v1/settings", { params: { query: after === undefined ? {} : { after: Number(after) } } }))

/** The party's settings, and the changes of them from the latest on. */
export function useSettings() {
  const pages = useInfiniteQuery({
    queryKey: settingsKey,
    queryFn: ({ pageParam }) => readSettings(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ body }) => body.next,
  })
  const first = pages.data?.pages[0]
  const history = pages.data?.pages.flatMap(({ body }) => body.history) ?? []
  return { pages, history, shown: first && { ...first.body, etag: first.etag } }
}

/** A change of the settings that the person saw. */
export function useSettingsCommand(etag: string | undefined, onDone: () => void): Command<SettingsPatch> {
  const say = useSay()
  const announce = useAnnounce()
  return useStateCommand({
    etag,
    call: (body: SettingsPatch, { "if-match": seen = "", "idempotency-key": key }) =>
      api.PATCH("/v1/settings", { params: { header: { "if-match": seen, "idempotency-key": key } }, body }),
    changes: settingsKey,
    onDone: () => {
      announce(say("settings.done"))
      onDone()
    },
  })
}
