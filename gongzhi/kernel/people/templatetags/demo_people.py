from django import template

from gongzhi.kernel.people import demo

register = template.Library()


@register.simple_tag
def demo_people() -> tuple[demo.DemoPerson, ...]:
    """`{% demo_people as people %}`: whom the sign-in page offers as a button."""
    return demo.demo_people()


@register.simple_tag
def demo_password() -> str:
    return demo.DEMO_PASSWORD
