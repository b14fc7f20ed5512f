import { useInfiniteQuery } from "@tanstack/react-query"
import * as z from "zod"
import { usePersonWords } from "../api/colleagues.ts"
import { answerOf, api } from "../api/console-api.ts"
import { useMayAct } from "../api/session.ts"
import { usePlainCommand } from "../api/use-command.ts"
import { useCase } from "../case/case-context.tsx"
import { caseKey } from "../case/case-query.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { Drafted } from "../drafts/drafted.tsx"
import { useSay } from "../language/language-provider.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { SomeOf, TextBox } from "../parts/fields.tsx"
import { Moment } from "../parts/moment.tsx"
import { MoreButton, Reading } from "../parts/reading.tsx"

const readNotes = (caseAlias: string, after: string | undefined) =>
  answerOf(
    api.GET("/v1/cases/{caseAlias}/notes", {
      params: { path: { caseAlias }, query: after === undefined ? {} : { after } },
    }),
  )

type Note = Awaited<ReturnType<typeof readNotes>>["body"]["notes"][number]

/** The private notes of the party about the case, and a form to write one. */
export function NotesPart() {
  const say = useSay()
  const mayAct = useMayAct()
  return (
    <>
      <p>{say("notes.intro")}</p>
      {mayAct ? (
        <Drafted form="note">
          <NoteForm />
        </Drafted>
      ) : null}
      <Notes />
    </>
  )
}

/** All notes, the oldest first. They are read again whenever the case changes. */
function Notes() {
  const say = useSay()
  const { view, etag } = useCase()
  const { caseAlias, timelineHead } = view
  const pages = useInfiniteQuery({
    queryKey: [...caseKey(caseAlias), "notes", etag ?? timelineHead.seq],
    queryFn: ({ pageParam }) => readNotes(caseAlias, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ body }) => body.next,
    placeholderData: (before) => before,
  })
  const notes = pages.data?.pages.flatMap(({ body }) => body.notes) ?? []
  return (
    <section aria-labelledby="all-notes">
      <h3 id="all-notes">{say("notes.all")}</h3>
      <Reading of={pages} />
      {pages.isSuccess && notes.length === 0 ? <p>{say("notes.none")}</p> : null}
      <ol className="cards">
        {notes.map((note) => (
          <li className="card" key={note.noteId}>
            <NoteText note={note} />
          </li>
        ))}
      </ol>
      <MoreButton pages={pages}>{say("notes.more")}</MoreButton>
    </section>
  )
}

function NoteText({ note: { at, by, text, privileged } }: { readonly note: Note }) {
  const say = useSay()
  const namePerson = usePersonWords()
  return (
    <>
      <p>
        <strong>{namePerson(by)}</strong>, <Moment at={at} />{" "}
        {privileged === true ? <span className="badge waiting">{say("notes.privileged")}</span> : null}
      </p>
      <p className="prose">{text}</p>
    </>
  )
}

function NoteForm() {
  const say = useSay()
  const announce = useAnnounce()
  const { caseAlias } = useCase().view
  const [text, setText] = useTyped("text", z.string(), "")
  const [isPrivileged, setPrivileged] = useTyped("isPrivileged", z.boolean(), false)
  const command = usePlainCommand({
    call: (written: string, headers) =>
      api.POST("/v1/cases/{caseAlias}/notes", {
        params: { path: { caseAlias } },
        headers,
        body: { text: written, ...(isPrivileged ? { privileged: true } : {}) },
      }),
    changes: caseKey(caseAlias),
    onDone: () => announce(say("notes.written")),
  })
  return (
    <CommandForm
      command={command}
      label={say("notes.write")}
      input={() => (text.trim() === "" ? undefined : text.trim())}
    >
      <TextBox
        label={say("notes.text")}
        hint={`${say("notes.hint")} ${say("form.noPersonalData")}`}
        value={text}
        onChange={setText}
        maxLength={4000}
        isLong
        isRequired
      />
      <SomeOf
        label={say("notes.forWhom")}
        value={isPrivileged ? ["counsel"] : []}
        onChange={(chosen) => setPrivileged(chosen.length > 0)}
        options={[{ value: "counsel", label: say("notes.privileged"), hint: say("notes.privilegedHint") }]}
      />
    </CommandForm>
  )
}
