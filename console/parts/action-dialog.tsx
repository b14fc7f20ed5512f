import type { ReactNode } from "react"
import {
  Button,
  Dialog,
  DialogTrigger,
  Heading,
  Modal,
  ModalOverlay,
  type ModalOverlayProps,
} from "react-aria-components"
import { Drafted } from "../drafts/drafted.tsx"
import { useStoredDrafts } from "../drafts/stored-drafts.ts"
import { useSay } from "../language/language-provider.tsx"

type ActionDialogProps = {
  /** What the button that opens it says. */
  readonly label: string
  /** The same for a screen reader, where the label does not say what it is about. Begins with the label. */
  readonly name?: string
  readonly title: string
  readonly className?: string
  /** The name of its form, of which a draft is kept. Absent: nothing is typed there. */
  readonly draft?: string
  readonly onOpenChange?: (isOpen: boolean) => void
  readonly children: (close: () => void) => ReactNode
}

/** A button that opens a form over the page. Its state begins anew each time, or with the draft. */
export function ActionDialog({ label, name, className = "", onOpenChange = () => {}, ...form }: ActionDialogProps) {
  return (
    <DialogTrigger onOpenChange={onOpenChange}>
      <Button className={className} {...(name === undefined ? {} : { "aria-label": name })}>
        {label}
      </Button>
      <DraftBadge form={form.draft} />
      <FormDialog {...form} />
    </DialogTrigger>
  )
}

/** Says that a draft of a form waits there. */
export function DraftBadge({ form }: { readonly form: string | undefined }) {
  const say = useSay()
  const { data: drafts = [] } = useStoredDrafts(form !== undefined)
  return drafts.some((draft) => draft.form === form) ? <span className="badge">{say("draft.waits")}</span> : null
}

type FormDialogProps = Pick<ActionDialogProps, "title" | "draft" | "children"> &
  Pick<ModalOverlayProps, "isOpen" | "onOpenChange">

/** A form over the page, which the trigger around it opens, or `isOpen`. */
export function FormDialog({ title, draft, children, ...open }: FormDialogProps) {
  const say = useSay()
  return (
    <ModalOverlay className="overlay" {...open}>
      <Modal className="modal">
        <Dialog className="dialog">
          {({ close }) => (
            <>
              <Heading slot="title">{title}</Heading>
              <Drafted form={draft}>{children(close)}</Drafted>
              <Button className="quiet" onPress={close}>
                {say("form.cancel")}
              </Button>
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
