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
import { useSay } from "../language/language-provider.tsx"

type ActionDialogProps = {
  /** What the button that opens it says. */
  readonly label: string
  /** The same for a screen reader, where the label does not say what it is about. Begins with the label. */
  readonly name?: string
  readonly title: string
  readonly className?: string
  readonly children: (close: () => void) => ReactNode
}

/** A button that opens a form over the page. Its state begins anew each time. */
export function ActionDialog({ label, name, title, className = "", children }: ActionDialogProps) {
  return (
    <DialogTrigger>
      <Button className={className} {...(name === undefined ? {} : { "aria-label": name })}>
        {label}
      </Button>
      <FormDialog title={title}>{children}</FormDialog>
    </DialogTrigger>
  )
}

type FormDialogProps = Pick<ActionDialogProps, "title" | "children"> &
  Pick<ModalOverlayProps, "isOpen" | "onOpenChange">

/** A form over the page, which the trigger around it opens, or `isOpen`. */
export function FormDialog({ title, children, ...open }: FormDialogProps) {
  const say = useSay()
  return (
    <ModalOverlay className="overlay" {...open}>
      <Modal className="modal">
        <Dialog className="dialog">
          {({ close }) => (
            <>
              <Heading slot="title">{title}</Heading>
              {children(close)}
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
