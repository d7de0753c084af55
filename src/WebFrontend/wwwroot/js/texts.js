/** The texts that all pages share, in Korean and English. A page of its own adds its own with addTexts. */
export const texts = {
  ko: {
    "shop": "한빛",
    "skip": "본문으로 건너뛰기",
    "nav.main": "주 메뉴",
    "nav.products": "전체 상품",
    "nav.drops": "드롭",
    "nav.cart": "장바구니",
    "nav.me": "마이페이지",
    "nav.signIn": "로그인",
    "nav.signOut": "로그아웃",
    "lang.other": "English",
  },
  en: {
    "shop": "Hanbit",
    "skip": "Skip to the content",
    "nav.main": "Main menu",
    "nav.products": "All products",
    "nav.drops": "Drops",
    "nav.cart": "Cart",
    "nav.me": "My page",
    "nav.signIn": "Sign in",
    "nav.signOut": "Sign out",
    "lang.other": "한국어",
  },
};
