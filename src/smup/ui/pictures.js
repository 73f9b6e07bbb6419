// The layers of a chart that Plotly has drawn become one SVG, as the reader sees it; a canvas makes a PNG of it.
const SVG = "http://www.w3.org/2000/svg";

function whole(plot) {
  const layers = [...plot.querySelectorAll(".main-svg")];
  const { width, height } = layers[0].getBoundingClientRect();
  const picture = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` })) {
    picture.setAttribute(name, value);
  }
  const ground = picture.appendChild(document.createElementNS(SVG, "rect"));
  ground.setAttribute("width", width);
  ground.setAttribute("height", height);
  ground.setAttribute("fill", getComputedStyle(document.querySelector(".stApp")).backgroundColor);
  for (const layer of layers) {
    const copy = picture.appendChild(layer.cloneNode(true));
    const texts = copy.querySelectorAll("text");
    layer.querySelectorAll("text").forEach((text, place) => {  // colours that style sheets give
      texts[place].style.fill = getComputedStyle(text).fill;
    });
    copy.style.background = "none";
  }
  return { text: new XMLSerializer().serializeToString(picture), width, height };
}

function save(href, name) {
  Object.assign(document.createElement("a"), { href, download: name }).click();
}

export default function ({ parentElement, data }) {
  const [svg, png] = parentElement.querySelectorAll("button");
  svg.setAttribute("aria-label", data.svg);
  png.setAttribute("aria-label", data.png);
  const drawn = () => whole(document.querySelector(`.st-key-${data.chart} .js-plotly-plot`));
  const address = (text) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  svg.onclick = () => save(address(drawn().text), `${data.name}.svg`);
  png.onclick = async () => {
    const { text, width, height } = drawn();
    const image = new Image();
    image.src = address(text);
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    save(canvas.toDataURL("image/png"), `${data.name}.png`);
  };
}
