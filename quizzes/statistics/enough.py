"""How many answers a statement needs: below that the screen says "n น้อยเกินสรุป". Pure."""

# a rate's standard error is at most 0.5/√30 ≈ 9 percentage points; also about one Thai classroom
FOR_RATES = 30
# a correlation's 95 % interval is about ±2/√(100 − 3) ≈ ±0.2; classical item analysis asks for 100 or more
FOR_CORRELATIONS = 100


def for_rates(n: int) -> bool:
    """Tell whether facility, shares of options and sure-and-wrong may be read from n answers."""
    return n >= FOR_RATES


def for_correlations(n: int) -> bool:
    """Tell whether discrimination, point-biserials, weights and alpha may be read from n answers."""
    return n >= FOR_CORRELATIONS


def note(n: int) -> str:
    """Return what to say beside the figures of n answers, in Thai; empty when there are enough for all."""
    if not for_rates(n):
        return f"มีคำตอบ {n:,} ครั้ง น้อยเกินสรุป (ควรมีอย่างน้อย {FOR_RATES})"
    if not for_correlations(n):
        return (
            f"มีคำตอบ {n:,} ครั้ง พอดูว่ายากง่ายแค่ไหน แต่ยังน้อยเกินสรุปเรื่องอำนาจจำแนก (ควรมีอย่างน้อย {FOR_CORRELATIONS})"
        )
    return ""
