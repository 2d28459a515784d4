// What is on the shelf: prices in đồng, and each product's words in both languages.

/** @type {{id: string, price: number, tile: string, beans: boolean, vi: object, en: object}[]} */
export const catalog = [
  {
    id: "cau-dat",
    price: 185000,
    tile: "sage",
    beans: true,
    vi: {
      name: "Cầu Đất Honey",
      from: "Arabica · 1.550 m · honey vàng",
      notes: "Mận chín, mật ong, vỏ cam",
      size: "250 g",
      alt: "Túi cà phê màu vàng đất, nhãn vẽ đồi cà phê và mặt trời",
    },
    en: {
      name: "Cầu Đất Honey",
      from: "Arabica · 1,550 m · yellow honey",
      notes: "Ripe plum, honey, orange peel",
      size: "250 g",
      alt: "An ochre coffee bag, its label drawn with coffee hills and a sun",
    },
  },
  {
    id: "langbiang",
    price: 210000,
    tile: "straw",
    beans: true,
    vi: {
      name: "Langbiang Typica",
      from: "Arabica · 1.620 m · sơ chế ướt",
      notes: "Hoa bưởi, chanh dây, trà ô long",
      size: "250 g",
      alt: "Túi cà phê màu xanh thông, nhãn vẽ núi Langbiang",
    },
    en: {
      name: "Langbiang Typica",
      from: "Arabica · 1,620 m · washed",
      notes: "Pomelo blossom, passion fruit, oolong",
      size: "250 g",
      alt: "A pine-green coffee bag, its label drawn with the Langbiang peaks",
    },
  },
  {
    id: "di-linh",
    price: 145000,
    tile: "fog",
    beans: true,
    vi: {
      name: "Di Linh Robusta chín",
      from: "Robusta · 1.010 m · phơi nguyên trái",
      notes: "Ca cao, mía lùi, đậu phộng rang",
      size: "hộp 300 g",
      alt: "Hộp thiếc đỏ có nhãn cành cà phê chín, quanh đáy là vài hạt rang",
    },
    en: {
      name: "Di Linh Ripe Robusta",
      from: "Robusta · 1,010 m · natural",
      notes: "Cocoa, grilled sugar cane, peanut",
      size: "300 g tin",
      alt: "A red tin labelled with a branch of ripe coffee cherries, roasted beans at its foot",
    },
  },
  {
    id: "drip",
    price: 165000,
    tile: "clay",
    beans: false,
    vi: {
      name: "Túi lọc đi đường",
      from: "Cầu Đất và Langbiang, xay sẵn",
      notes: "Xé, gài lên miệng cốc, rót nước",
      size: "10 túi × 12 g",
      alt: "Hộp túi lọc màu xanh mở nắp, một túi lọc dựng phía trước",
    },
    en: {
      name: "Drip bags for the road",
      from: "Cầu Đất and Langbiang, ready ground",
      notes: "Tear, hook over a cup, pour",
      size: "10 bags × 12 g",
      alt: "An open green box of drip bags, one bag standing in front",
    },
  },
  {
    id: "phin",
    price: 95000,
    tile: "sage",
    beans: false,
    vi: {
      name: "Phin inox số 2",
      from: "Inox 304 · đế vặn · 120 ml",
      notes: "Lỗ dập nhỏ, nước xuống đều tay",
      size: "1 cái",
      alt: "Phin inox đặt trên ly cà phê sữa, một giọt cà phê đang rơi",
    },
    en: {
      name: "Steel phin, no. 2",
      from: "304 steel · screw press · 120 ml",
      notes: "Fine holes for a slow, even drip",
      size: "1 piece",
      alt: "A steel phin filter on a glass of coffee with condensed milk, one drop falling",
    },
  },
  {
    id: "moka",
    price: 420000,
    tile: "straw",
    beans: false,
    vi: {
      name: "Ấm moka 3 tách",
      from: "Nhôm đúc · tay cầm gỗ tràm",
      notes: "Kèm một tách gốm Lái Thiêu",
      size: "1 bộ",
      alt: "Ấm moka tám cạnh cạnh một tách cà phê gốm đang bốc khói",
    },
    en: {
      name: "Moka pot, 3 cups",
      from: "Cast aluminium · melaleuca handle",
      notes: "With one Lái Thiêu stoneware cup",
      size: "1 set",
      alt: "An eight-sided moka pot beside a steaming stoneware cup of coffee",
    },
  },
];

/** The product with this id, or undefined when it has left the shelf. */
export const product = (id) => catalog.find((item) => item.id === id);
