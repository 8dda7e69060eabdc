// Shows what was chosen in <input type="file" data-preview>: pictures small, other files by name and size.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches("input[type=file][data-preview]")) return;
  let list = input.parentElement.querySelector(".previews");
  if (!list) {
    list = document.createElement("ul");
    list.className = "previews";
    input.after(list);
  }
  list.replaceChildren(...[...input.files].map(show));
});

function show(file) {
  const item = document.createElement("li");
  const picture = document.createElement(file.type.startsWith("image/") ? "img" : "span");
  if (picture.tagName === "IMG") {
    picture.src = URL.createObjectURL(file);
    picture.alt = "";
    picture.onload = () => URL.revokeObjectURL(picture.src);
  } else picture.textContent = file.name.split(".").pop().toUpperCase();
  item.append(picture, `${file.name} · ${size(file.size)}`);
  return item;
}

function size(bytes) {
  return bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}
