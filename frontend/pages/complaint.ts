// The form of a complaint: photographs are made smaller here, before they are sent. Without script they go as they are.
const LARGEST = 1600;
const QUALITY = 0.8;

document.querySelector<HTMLInputElement>("form[data-shrink] input[type=file]")?.addEventListener("change", async (event) => {
  const input = event.target as HTMLInputElement;
  const sent = new DataTransfer();
  for (const file of input.files ?? []) sent.items.add(await smaller(file));
  input.files = sent.files;
});

async function smaller(file: File): Promise<File> {
  if (!file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}
