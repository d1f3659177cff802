/**
 * Shows a mail as its reader sees it, without images of other hosts.
 *
 * @module
 */
import { useEffect, useRef } from "preact/hooks";
import { showMail } from "./mail.ts";

/** The frame may not run scripts, submit forms or open anything. */
export default function MailFrame({ html, label }: { html: string; label: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const document = frame.current?.contentDocument;
    if (document) showMail(html, document);
  }, [html]);
  return <iframe ref={frame} class="mail" sandbox="allow-same-origin" title={label} />;
}
