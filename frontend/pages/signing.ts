// A signature with a security key: what is to be signed is asked of the house, the key signs it, and the form goes with the
// answer. Without a key, or when it fails, the form stays as it was and says so.
interface Asked {
  challenge: string;
  rpId: string;
  userVerification: UserVerificationRequirement;
  allowCredentials: { type: "public-key"; id: string }[];
}

const form = document.querySelector<HTMLFormElement>("form[data-signs]");

form?.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  if (!pressed?.matches("[data-with-key]")) return;
  event.preventDefault();
  event.stopPropagation();
  void sign(form);
}, true);

async function sign(signed: HTMLFormElement): Promise<void> {
  const failed = signed.querySelector<HTMLElement>("[data-key-failed]");
  const buttons = signed.querySelectorAll<HTMLButtonElement>("button[type=submit]");
  if (failed) failed.hidden = true;
  for (const button of buttons) button.disabled = true;
  try {
    const sent = new FormData(signed);
    sent.set("_challenge", "1");
    const answer = await fetch(location.href, { method: "POST", body: sent, headers: { Accept: "application/json" } });
    // What cannot be read is said by the form itself, at the question.
    if (answer.ok) signed.querySelector<HTMLInputElement>("input[name=_assertion]")!.value = await assertion(await answer.json());
    signed.submit();
  } catch {
    for (const button of buttons) button.disabled = false;
    if (failed) {
      failed.hidden = false;
      failed.scrollIntoView({ block: "center" });
    }
  }
}

async function assertion(asked: Asked): Promise<string> {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(asked.challenge),
      rpId: asked.rpId,
      userVerification: asked.userVerification,
      allowCredentials: asked.allowCredentials.map((one) => ({ type: one.type, id: bytes(one.id) })),
    },
  }) as PublicKeyCredential | null;
  if (!credential) throw new Error("no key answered");
  const said = credential.response as AuthenticatorAssertionResponse;
  return JSON.stringify({
    credential: text(credential.rawId),
    client_data: text(said.clientDataJSON),
    authenticator_data: text(said.authenticatorData),
    signature: text(said.signature),
  });
}

function bytes(written: string): Uint8Array<ArrayBuffer> {
  const plain = atob(written.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

function text(content: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(content));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
