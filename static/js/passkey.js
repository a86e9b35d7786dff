/**
 * Shows what needs a passkey only where the browser has them, and says in Thai when one did not work.
 *
 * [data-passkey]           a button, hidden until then
 * [data-passkey-section]   what stands around it
 * [data-passkey-error]     shown when the device or the person said no
 */
if ("PublicKeyCredential" in window) {
  for (const part of document.querySelectorAll("[data-passkey], [data-passkey-section]")) part.hidden = false;
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const error of document.querySelectorAll("[data-passkey-error]")) error.hidden = false;
});
